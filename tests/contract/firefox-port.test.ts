/**
 * The job on a virtual board behind a port in Firefox's manner: what is different there reaches nobody above
 * src/serial/. The faults are those that people meet; after each of them the same port takes a second try.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { startWithDoctor } from '../../src/provision/boot/boot-doctor'
import { openConsole } from '../../src/provision/boot/open-console'
import { connectBoard } from '../../src/provision/connect-board'
import { openLink } from '../../src/serial/open-link'
import { decode, encode } from '../support/bytes'
import { outcomeOf } from '../support/fake-time'
import { demoRequest, micropythonBoard } from '../support/micropython-board'
import { fileEntry, filesOn, flashWith, inFakeTime, installOn, portal } from '../support/one-pass'
import { randomFrom, seeds } from '../support/random'
import { portalLines } from '../support/running-board'
import { boardWith, filesOf, portalTree, settings, update, wanted } from '../support/update-rig'
import { v123Image } from '../support/recorded-images'
import { smallImage } from '../support/synthetic-image'

const browser = 'firefox'
let board: VirtualBoard
afterEach(() => {
  board.dispose()
  vi.useRealTimers()
})

describe('with real MicroPython', () => {
  it('installs, starts the portal, lets go, and its console answers after replugging', async () => {
    board = micropythonBoard({ browser })
    const { port } = board
    const { report, link } = await (await connectBoard(port)).install(demoRequest(), {})
    expect(report.address).toBe('192.168.4.1')
    board.unplug()
    expect(await link.ended).toMatchObject({ code: 'port-lost' })
    await link.close()
    board.plug()
    expect(board.port, 'the same object').toBe(port)
    const console = await openConsole(port)
    let said = ''
    console.subscribe((bytes) => (said += decode(bytes)))
    await vi.waitFor(() => expect(said).toContain('DNS Server listening'), 20_000)
    await console.write(encode('\x03'))
    await vi.waitFor(() => expect(said).toContain('>>>'), 20_000)
    await console.write(encode('print(6*7*1000)\r'))
    await vi.waitFor(() => expect(said).toContain('42000'), 20_000)
    await console.close()
    expect(board.bridge.client).toBeUndefined()
  })

  it.each(['probed', 'glitch', 'released'] as const)(
    'sends files over the console, whatever opening does to the lines (%s)',
    async (linesOnOpen) => {
      board = boardWith(await portalTree('Before'), { browser, linesOnOpen })
      const { report } = await update(board, wanted({ portal: settings('After') }), {
        way: 'console',
      })
      expect(report.accessPointName).toBe('After')
      expect(filesOf(board).get('/portal.json')).toContain('After')
    },
  )

  it('unplugged in the middle of an update, it is a lost port; the next try ends it', async () => {
    board = boardWith(await portalTree('Before'), { browser })
    board.faults.unplugAtByte(1500)
    await expect(update(board, wanted({ portal: settings('After') }))).rejects.toMatchObject({
      code: 'port-lost',
    })
    board.plug()
    const { report } = await update(board, wanted({ portal: settings('After') }))
    expect(report.accessPointName).toBe('After')
  })
})

describe('interrupted anywhere', () => {
  it.each(seeds(12))('seed %i: the next try ends with what was wanted', async (seed) => {
    vi.useFakeTimers()
    const random = randomFrom(seed)
    const owners = [['/mine.txt', fileEntry('mine')]] as const
    board = createVirtualBoard({ flash: flashWith(owners), browser })
    const toHost = random.below(2) === 0
    if (toHost) board.faults.unplugAtByte(random.below(3000), 'toHost')
    else board.faults.unplugAtByte(random.below(60_000))
    const first = await inFakeTime(async () => outcome(installOn(board)))
    if (first !== 'fulfilled') expect(first).toBe('port-lost')
    board.faults.clear()
    board.plug()
    await inFakeTime(() => installOn(board))
    const files = filesOn(board)
    for (const { path } of portal) expect([...files.keys()]).toContain(path)
    expect(files.get('/mine.txt')).toEqual(fileEntry('mine'))
  })
})

describe('a boot with gaps in its log', () => {
  const says = (text: string) => () => ({
    start: (context: { transmit(bytes: Uint8Array): void }) => context.transmit(encode(text)),
    receive: () => undefined,
    stop: () => undefined,
  })

  it('is still a portal that runs', async () => {
    vi.useFakeTimers()
    const flash = flashWith([], new Uint8Array(v123Image()))
    const program = says(portalLines('ESP8266-424442'))
    board = createVirtualBoard({ pace: true, flash, program, browser })
    const { value } = await outcomeOf(startWithDoctor(board.port))
    expect(value?.report.address).toBe('192.168.4.1')
    await value?.link.close()
  })

  it('is still found by the boot ROM when nothing starts', async () => {
    vi.useFakeTimers()
    board = createVirtualBoard({ pace: true, browser })
    const { error } = await outcomeOf(startWithDoctor(board.port))
    expect(error).toMatchObject({ diagnosis: { cause: { code: 'nothing-bootable' } } })
  })
})

describe('a board that is in use elsewhere', () => {
  it('is not in the list; one that was chosen before is busy', async () => {
    board = createVirtualBoard({ flash: flashWith([], smallImage()), browser })
    const port = await board.serial.requestPort()
    board.faults.busy = true
    await expect(board.serial.requestPort()).rejects.toMatchObject({ name: 'NotFoundError' })
    await expect(openLink(port, { baudRate: 115200 })).rejects.toMatchObject({ code: 'port-busy' })
  })
})

const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fulfilled',
    (error: { code?: string }) => error.code ?? String(error),
  )

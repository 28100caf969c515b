/**
 * Plan and installation through the page's own way to a board, against real MicroPython: what the plan
 * promises is what happens, and what was looked at once is not looked at again.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { connectBoard } from '../../src/provision/connect-board'
import type { Phase } from '../../src/provision/progress'
import type { InstallRequest } from '../../src/provision/request'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry, filesOn } from '../support/one-pass'
import { demoRequest, micropythonBoard } from '../support/micropython-board'
import { encode } from '../support/bytes'

const request = demoRequest('Lamp')
const named = (accessPointName: string) => ({ portal: { ...request.portal, accessPointName } })

let board: VirtualBoard
const newBoard = () => (board = micropythonBoard())
afterEach(() => board.dispose())

/** Connect, plan, install, as the page does; also which sectors changed, until the board was reset. */
async function planAndInstall(change: Partial<InstallRequest> = {}) {
  const wanted = { ...request, ...change }
  const connected = await connectBoard(board.port)
  const sectors = new Set<number>()
  const stop = board.onFlashChange((offset) => sectors.add(Math.floor(offset / 4096)))
  const plan = await connected.plan(wanted)
  expect(sectors.size, 'planning changes nothing').toBe(0)
  const phases: Phase[] = []
  const { report, link } = await connected.install(wanted, {
    onProgress: ({ phase }) => {
      if (phase === 'start') stop()
      if (phases.at(-1) !== phase) phases.push(phase)
    },
  })
  await link.close()
  return { plan, report, phases, sectors: [...sectors].sort((a, b) => a - b) }
}

/** As somebody would have put them there with any other tool: in one pass of ours. */
async function withOwnersFile() {
  newBoard()
  await planAndInstall({ extraFiles: [{ path: '/diary.txt', bytes: encode('dear diary') }] })
}

describe('plan and installation', () => {
  it('the plan that was shown is carried out without looking again', async () => {
    newBoard()
    const { plan, phases } = await planAndInstall()
    expect(plan.found.firmware.kind).toBe('blank')
    expect(phases).toEqual(['write', 'verify', 'start', 'portal'])
  })

  it('the same preset again writes no block, and the portal runs', async () => {
    newBoard()
    await planAndInstall()
    const { plan, report, phases, sectors } = await planAndInstall()
    expect(plan).toMatchObject({ flashBytes: 0, losses: [] })
    expect(sectors).toEqual([])
    expect(phases).toEqual(['start', 'portal'])
    expect(report).toEqual({ accessPointName: 'Lamp', address: '192.168.4.1' })
  })

  it('another access point name rewrites few sectors, and the board boots with it', async () => {
    newBoard()
    await planAndInstall()
    const { report, sectors } = await planAndInstall(named('Lamp 7'))
    expect(sectors.length).toBeGreaterThan(0)
    expect(sectors.length).toBeLessThanOrEqual(4)
    expect(report.accessPointName).toBe('Lamp 7')
  })

  it('a request that differs from the plan gets a plan of its own', async () => {
    newBoard()
    const connected = await connectBoard(board.port)
    await connected.plan(request)
    const { report, link } = await connected.install({ ...request, ...named('Other') })
    await link.close()
    expect(report.accessPointName).toBe('Other')
  })

  it('a plan that is cancelled leaves the board to the next one', async () => {
    newBoard()
    const connected = await connectBoard(board.port)
    const abort = new AbortController()
    const cancelled = connected.plan(request, { signal: abort.signal })
    const next = connected.plan({ ...request, ...named('Next') })
    abort.abort()
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    expect((await next).found.firmware.kind).toBe('blank')
    await connected.release()
    expect(board.port.readable).toBeNull()
  })

  it('a backup is the flash, byte for byte, and the board can be installed afterwards', async () => {
    newBoard()
    await planAndInstall()
    const connected = await connectBoard(board.port)
    const before = board.flash.bytes.slice()
    expect(Buffer.compare(await connected.backUp(), before)).toBe(0)
    const { report, link } = await connected.install(request)
    await link.close()
    expect(report.accessPointName).toBe('Lamp')
  })
})

describe("the owner's files", () => {
  it('survive when they are to be kept', async () => {
    await withOwnersFile()
    const { plan } = await planAndInstall(named('Lamp 8'))
    expect(plan.files.planned).toContainEqual(
      expect.objectContaining({ path: '/diary.txt', fate: 'kept' }),
    )
    expect(filesOn(board).get('/diary.txt')).toEqual(fileEntry('dear diary'))
  })

  it('vanish when they are to be replaced, and the plan says so', async () => {
    await withOwnersFile()
    const { plan } = await planAndInstall({ owners: 'replace' })
    expect(plan.losses).toContainEqual({ kind: 'file', path: '/diary.txt', why: 'erased' })
    expect(filesOn(board).has('/diary.txt')).toBe(false)
  })
})

describe('a network that was typed on the page', () => {
  it('is joined at the first boot, without a phone', async () => {
    newBoard()
    const { report } = await planAndInstall({
      wifi: { name: 'Home', password: 'correct horse' },
    })
    expect(report).toMatchObject({ joined: 'Home', address: '192.168.1.23' })
  })
})

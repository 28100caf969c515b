/** Boards that run MicroPython get what differs over the console; the firmware stays as it is. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DeviceError } from '../../src/errors'
import type { Phase, Progress } from '../../src/provision/progress'
import { makeDemoImage } from '../../src/images/demo-image'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { outcomeOf } from '../support/fake-time'
import { Puppet } from './rig'
import { fileEntry } from '../support/one-pass'
import { boardWith, filesOf, portalTree, settings, update, wanted } from '../support/update-rig'
import { encode, latin1 } from '../support/bytes'

let board: VirtualBoard
afterEach(() => board.dispose())

const ways = ['reset', 'console'] as const

describe.each(ways)('an update of the files alone (%s)', (way) => {
  it('a board without a portal gets one; the second time there is nothing to send', async () => {
    const autoReset = way === 'reset'
    board = boardWith(new Map([['/notes.txt', fileEntry('mine')]]), { autoReset })
    const phases: Phase[] = []
    const onProgress = ({ phase }: Progress) => void (phases.at(-1) === phase || phases.push(phase))
    const first = await update(board, wanted(), { way, onProgress })
    expect(first.report).toEqual({ accessPointName: 'Lamp', address: '192.168.4.1' })
    expect(phases).toEqual(['start', 'upload', 'portal'])
    const tree = await portalTree()
    expect(first.files).toEqual({ sent: tree.size, same: 0 })
    expect([...filesOf(board).keys()].sort()).toEqual([...tree.keys(), '/notes.txt'].sort())

    const firmware = latin1(board.flash.read(0, 0x100000))
    const second = await update(board, wanted(), { way })
    expect(second.files).toEqual({ sent: 0, same: tree.size })
    expect(second.report.address).toBe('192.168.4.1')
    expect(latin1(board.flash.read(0, 0x100000))).toBe(firmware)
  })

  it('a portal that is open is interrupted; another name is one file', async () => {
    board = boardWith(await portalTree('Old name'))
    const { report, files } = await update(board, wanted({ portal: settings('New name') }), { way })
    expect(report.accessPointName).toBe('New name')
    expect(files).toMatchObject({ sent: 1 })
  })

  it('what an older portal left goes, and what the owner has stays', async () => {
    const tree = await portalTree()
    tree.set('/lib/captive_portal/dns.py', fileEntry('raise ValueError'))
    tree.set('/lib/captive_portal/start.mpy', fileEntry('old'))
    tree.set('/lib/mine.py', fileEntry('x = 1'))
    tree.set('/settings.json', fileEntry('{"server":"a"}'))
    board = boardWith(tree)
    const { files } = await update(board, wanted(), { way })
    expect(files).toMatchObject({ sent: 1 })
    const now = filesOf(board)
    expect(now.has('/lib/captive_portal/dns.py')).toBe(false)
    expect(now.get('/lib/mine.py')).toBe('x = 1')
    expect(now.get('/settings.json')).toBe('{"server":"a"}')
  })
})

describe('the owner’s files', () => {
  it('their own main.py is not replaced before they agree, and nothing else is written', async () => {
    board = boardWith(new Map([['/main.py', fileEntry('print("mine")')]]))
    const before = filesOf(board)
    const error = await update(board, wanted()).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'files-in-the-way', paths: ['/main.py'] })
    expect(filesOf(board)).toEqual(before)
    await update(board, wanted({ mayReplace: true }))
    expect(filesOf(board).get('/main.py')).toContain('captive_portal')
  })

  it('“Remove them” removes them, the networks that the board knows among them', async () => {
    const tree = await portalTree()
    tree.set('/data/log.txt', fileEntry('1'))
    tree.set('/wifi.creds', fileEntry('captive_portal 1\n'))
    board = boardWith(tree)
    await update(board, wanted({ owners: 'replace' }))
    expect(filesOf(board).has('/data/log.txt')).toBe(false)
    expect(filesOf(board).has('/wifi.creds')).toBe(false)
  })

  it('a network typed on the page is joined at once, before those that are known', async () => {
    board = boardWith(await portalTree())
    const wifi = { name: 'Home', password: 'correct horse' }
    const { report } = await update(board, wanted({ wifi }))
    expect(report).toEqual({ address: '192.168.1.23', joined: 'Home' })
    await update(board, wanted({ wifi: { name: 'Cafe', password: '' } }), {})
    const creds = filesOf(board).get('/wifi.creds')!
    const names = creds
      .split('\n')
      .slice(1, 3)
      .map((line) => line.split(' ')[0])
    expect(names.map((hex) => Buffer.from(hex!, 'hex').toString())).toEqual(['Cafe', 'Home'])
  })

  it('a program of theirs that holds nearly all the memory is no obstacle', async () => {
    const main = `
import gc
x=[]
while gc.mem_free()>3500:x.append(bytearray(300))
print("nearly full, and busy")
while 1:pass`
    board = boardWith(new Map([['/main.py', fileEntry(main)]]))
    const { report } = await update(board, wanted({ mayReplace: true }), { way: 'console' })
    expect(report.accessPointName).toBe('Lamp')
  })

  it('extra files go along', async () => {
    board = boardWith(await portalTree())
    const extraFiles = [{ path: '/app/a.txt', bytes: encode('extra') }]
    await update(board, wanted({ extraFiles }))
    expect(filesOf(board).get('/app/a.txt')).toBe('extra')
  })

  it('a file where a folder must be: only when agreed to', async () => {
    board = boardWith(new Map([['/lib', fileEntry('not a folder')]]))
    const error = await update(board, wanted()).catch((e: unknown) => e)
    expect(error).toMatchObject({ paths: ['/lib'] })
    const { report } = await update(board, wanted({ mayReplace: true }))
    expect(report.accessPointName).toBe('Lamp')
  })
})

describe('an update that cannot be', () => {
  const failing = (request = wanted(), way: 'reset' | 'console' = 'reset') =>
    update(board, request, { way }).then(
      () => undefined,
      (error: DeviceError) => error.code,
    )

  it('too little space: refused before anything is written, and the board keeps running', async () => {
    const tree = await portalTree()
    tree.set('/big.bin', fileEntry(new Uint8Array(756_000).fill(7)))
    board = boardWith(tree)
    const before = filesOf(board)
    const extraFiles = [{ path: '/more.bin', bytes: new Uint8Array(100_000).fill(1) }]
    expect(await failing(wanted({ extraFiles }))).toBe('no-space')
    expect(filesOf(board)).toEqual(before)
    expect((await update(board, wanted())).files).toMatchObject({ sent: 0 })
  })

  it('no room for all new files beside the old ones: one by one in their place', async () => {
    const tree = await portalTree('Old')
    for (const [path] of tree) if (path.endsWith('.mpy')) tree.set(path, fileEntry('old'))
    const usual = fileEntry(new Uint8Array(40_000).fill(2))
    tree.set('/a.bin', usual)
    tree.set('/big.bin', fileEntry(new Uint8Array(756_000).fill(7)))
    board = boardWith(tree)
    const extraFiles = [{ path: '/a.bin', bytes: new Uint8Array(40_000).fill(3) }]
    const request = wanted({ extraFiles, mayReplace: true })
    expect((await update(board, request)).report.accessPointName).toBe('Lamp')
    expect(filesOf(board).get('/a.bin')!.charCodeAt(0)).toBe(3)
  })

  it.each(ways)(
    'a program that cannot be interrupted: said, and the port is free (%s)',
    async (way) => {
      const flash = makeDemoImage()
      flash[3] = 0x40
      vi.useFakeTimers()
      board = createVirtualBoard({ flash, program: () => new Puppet() })
      const { error } = await outcomeOf(update(board, wanted(), { way }))
      vi.useRealTimers()
      expect(error).toMatchObject({ code: 'repl-silent' })
      expect(board.port.readable).toBe(null)
    },
  )

  it('another Python is refused', async () => {
    const main = 'import sys\nsys.platform="rp2"\n'
    board = boardWith(new Map([['/main.py', fileEntry(main)]]))
    expect(await failing(wanted({ mayReplace: true }), 'console')).toBe('wrong-micropython')
    expect(filesOf(board).get('/main.py')).toBe(main)
  })

  it('a board that loads no .mpy of ours gets the sources', async () => {
    const main = [
      'import sys',
      'class I(tuple):',
      ' _mpy=7',
      'sys.implementation=I(("micropython",(2,0,0),"ESP module with ESP8266"))',
    ]
    board = boardWith(new Map([['/main.py', fileEntry(main.join('\n'))]]))
    await update(board, wanted({ mayReplace: true }), { way: 'console' })
    expect(filesOf(board).has('/lib/captive_portal/__init__.py')).toBe(true)
    expect(filesOf(board).has('/lib/captive_portal/__init__.mpy')).toBe(false)
  })
})

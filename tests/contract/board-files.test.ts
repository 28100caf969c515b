/**
 * A board's files over the console of a board that runs, through the page's own session on real MicroPython:
 * whatever program is interrupted, the console hears nothing of it, and afterwards the board is as it was.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHash } from 'node:crypto'
import { sha256Hex } from '../../src/bytes/digest'
import { hardReset } from '../../src/esptool/hard-reset'
import type { Entry } from '../../src/images/littlefs'
import { watchBoard } from '../../src/micropython/board-watch'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { connectBoard } from '../../src/provision/connect-board'
import { Session } from '../../src/state/session.svelte'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry, patterned } from '../support/one-pass'
import { failure } from '../support/promises'
import { boardWith, filesOf, portalTree } from '../support/update-rig'

const never = () => Promise.reject(new Error('not here'))

let board: VirtualBoard
let session: Session
let heard: string

/** The console of a board with those files is open. */
async function running(tree: Map<string, Entry>): Promise<void> {
  board = boardWith(tree)
  session = new Session({
    provider: async () => board.serial,
    connectBoard,
    updateOverConsole: never,
    listen: never,
    openWifi: never,
    hardReset,
    watchBoard: async (link, known, onChange) => watchBoard(link, known, onChange),
  })
  await session.connect('virtual')
  await session.openConsole()
  heard = ''
  stateLink().subscribe((bytes) => (heard += new TextDecoder('latin1').decode(bytes)))
}

function stateLink() {
  if (session.state.at !== 'running') throw new Error(`It is ${session.state.at}.`)
  return session.state.link
}

const program = (source: string) => new Map([['/main.py', fileEntry(source)]])
const says = (text: string) => vi.waitFor(() => expect(heard).toContain(text), { timeout: 8000 })
const isOpen = () => 'filesOpen' in session.state && session.state.filesOpen
const now = () => (session.state.at === 'running' ? session.state.now.is : session.state.at)
const listed = async (files: BoardFilesystem) =>
  (await files.list()).entries.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`)

afterEach(async () => {
  await session.disconnect()
  board.dispose()
})

const programs: [string, string, string][] = [
  ['a program that never returns', "print('ready')\nwhile True: pass", 'ready'],
  ['one that floods the console', "while True: print('flood')", 'flood'],
  ['one that sleeps', "print('ready')\nimport time\ntime.sleep(1000)", 'ready'],
  ['one that has ended', "print('ready')", '>>> '],
  ['one that has failed', '1/0', 'ZeroDivisionError'],
]

describe.each(programs)('with %s', (_, source, sign) => {
  it('the files are listed, written, read and run; then it begins anew', async () => {
    await running(program(source))
    await says(sign)
    const files = await session.openFiles()
    expect(isOpen()).toBe(true)
    const before = heard
    expect(files.way).toBe('repl')
    expect(await listed(files)).toContain(`/main.py ${source.length}`)
    await files.write([{ path: '/a/b.txt', bytes: Buffer.from('hello') }])
    expect(Buffer.from(await files.read('/a/b.txt')).toString()).toBe('hello')
    const output: string[] = []
    const onOutput = (bytes: Uint8Array) => output.push(new TextDecoder().decode(bytes))
    await files.run!("print(open('/a/b.txt').read())", { onOutput, fresh: true })
    expect(output.join('')).toBe('hello\r\n')
    // Whoever opens the console meanwhile hears no more than those who had.
    expect(heard).toBe(before)
    stateLink().subscribe((bytes) => {
      const text = new TextDecoder('latin1').decode(bytes)
      expect(text).not.toMatch(/raw REPL|_pf|import os/)
    })
    heard = ''
    await files.close({ restart: true })
    expect(isOpen()).toBe(undefined)
    await says(sign)
    expect(heard).not.toMatch(/raw REPL|_pf|machine\.reset/)
  })
})

describe('with a running portal', () => {
  beforeEach(async () => {
    await running(await portalTree('Lamp'))
    await vi.waitFor(() => expect(now()).toBe('portal'), { timeout: 8000 })
  })

  it('the watch of the board hears nothing either, and sees it begin anew', async () => {
    const files = await session.openFiles()
    await files.list()
    expect(now()).toBe('portal')
    await files.close({ restart: true })
    expect(now()).toBe('starting')
    await vi.waitFor(() => expect(now()).toBe('portal'), { timeout: 8000 })
  })

  it('left without a restart, the console shows its prompt', async () => {
    const files = await session.openFiles()
    heard = ''
    await files.close({ restart: false })
    await says('>>> ')
    expect(now()).toBe('stopped')
    await session.send(Buffer.from('print(6*7)\r'))
    await says('42')
  })

  it('40 KB arrive, hashed on the board and by the bytes in its flash', async () => {
    const files = await session.openFiles()
    const bytes = patterned(40_000, 5)
    const progress: number[] = []
    await files.write([{ path: '/data/forty.bin', bytes }], {
      onProgress: (done) => progress.push(done),
    })
    const sum = createHash('sha256').update(bytes).digest('hex')
    expect(sha256Hex(await files.read('/data/forty.bin'))).toBe(sum)
    const stored = Buffer.from(filesOf(board).get('/data/forty.bin')!, 'latin1')
    expect(createHash('sha256').update(stored).digest('hex')).toBe(sum)
    expect(progress.at(-1)).toBe(40_000)
  })

  it('what would not fit is refused before anything is written', async () => {
    const files = await session.openFiles()
    const before = filesOf(board)
    const large = patterned(251 * 4096, 1)
    const all = [
      { path: '/small', bytes: patterned(10, 1) },
      { path: '/large', bytes: large },
    ]
    expect(await failure(files.write(all))).toMatchObject({ code: 'no-space' })
    expect(filesOf(board)).toEqual(before)
  })

  const refused: [string, (files: BoardFilesystem) => Promise<unknown>, string][] = [
    ['a name that is taken', (f) => f.rename('/main.py', '/lib'), 'file-exists'],
    ['a folder into itself', (f) => f.rename('/lib', '/lib/x'), 'file-exists'],
    ['a new name of nothing', (f) => f.rename('/x', '/y'), 'file-missing'],
    ['a new place in a file', (f) => f.rename('/lib', '/main.py/x/y'), 'file-exists'],
    ['the removal of nothing', (f) => f.remove(['/x']), 'file-missing'],
    ['reading nothing', (f) => f.read('/x'), 'file-missing'],
    [
      'a file in place of a folder',
      (f) => f.write([{ path: '/lib', bytes: patterned(3, 1) }]),
      'file-exists',
    ],
    ['a folder in place of a file', (f) => f.makeDirectory('/main.py/x'), 'file-exists'],
  ]
  it('what a filesystem does not do is refused, and changes nothing', async () => {
    const files = await session.openFiles()
    const before = filesOf(board)
    for (const [what, act, code] of refused) {
      expect(await failure(act(files)), what).toMatchObject({ code })
      expect(filesOf(board), what).toEqual(before)
    }
    expect(await listed(files)).toHaveLength(before.size + 2)
  })

  it('what moves into folders that are not there makes them', async () => {
    const files = await session.openFiles()
    await files.rename('/main.py', '/new/er/main.py')
    await files.rename('/lib', '/new/est/lib')
    expect(await listed(files)).toEqual(
      expect.arrayContaining(['/new/er 0', '/new/er/main.py 212', '/new/est/lib 0']),
    )
  })

  it('console and reset button do nothing meanwhile, and a second opening is refused', async () => {
    const files = await session.openFiles()
    await session.send(Buffer.from('\x04'))
    await session.reset()
    expect(await failure(session.openFiles())).toMatchObject({ code: 'port-busy' })
    expect((await files.list()).entries.length).toBeGreaterThan(5)
  })

  it('a program that runs prints as it goes, is stopped, and its error has a place', async () => {
    const files = await session.openFiles()
    const abort = new AbortController()
    let printed = ''
    const onOutput = (bytes: Uint8Array) => {
      printed += new TextDecoder().decode(bytes)
      if (printed.includes('5\r\n')) abort.abort()
    }
    const source = 'n=0\nwhile True:\n print(n)\n n+=1'
    const stopped = failure(files.run!(source, { onOutput, signal: abort.signal }))
    expect(await stopped).toMatchObject({ name: 'AbortError' })
    const wrong = await failure(files.run!('x=1\n1/0', { onOutput, fresh: true }))
    expect(wrong).toMatchObject({
      code: 'python-error',
      traceback: { type: 'ZeroDivisionError', frames: [{ file: '<stdin>', line: 2 }] },
    })
    await files.run!("print('a\\x04b')", { onOutput })
    expect(printed, 'its own Ctrl-D does not end it').toContain('a\x04b')
    await files.run!('raise SystemExit', { onOutput })
    expect(await listed(files)).toContain('/main.py 212')
  })

  it('a board that restarts itself in the midst of a run is stopped like any other', async () => {
    const files = await session.openFiles()
    const abort = new AbortController()
    const stopped = failure(
      files.run!('import machine\nmachine.reset()', {
        onOutput: () => abort.abort(),
        signal: abort.signal,
      }),
    )
    expect(await stopped).toMatchObject({ name: 'AbortError' })
    expect(await listed(files)).toContain('/main.py 212')
  })

  it('unplugged meanwhile, it says so, and the session ends as without files', async () => {
    const files = await session.openFiles()
    const saving = failure(files.write([{ path: '/x', bytes: patterned(30_000, 1) }]))
    board.unplug()
    expect(await saving).toMatchObject({ code: 'port-lost' })
    await vi.waitFor(() => expect(session.state.at).toBe('unplugged'))
    expect(isOpen()).toBe(undefined)
    expect(await failure(files.list())).toMatchObject({ code: 'port-lost' })
    board.plug()
  })

  it('disconnected meanwhile, the board begins anew, and its port is free', async () => {
    const files = await session.openFiles()
    await files.list()
    await session.disconnect()
    expect(session.state.at).toBe('disconnected')
    expect(board.port.readable).toBe(null)
    expect(await failure(files.list())).toMatchObject({ code: 'port-lost' })
    await session.connect('virtual')
    expect(session.state.at).toBe('ready')
  })

  it('cancelled while it is opened, the board goes on', async () => {
    const abort = new AbortController()
    const opening = failure(session.openFiles({ signal: abort.signal }))
    abort.abort()
    expect(await opening).toMatchObject({ name: 'AbortError' })
    expect(isOpen()).toBe(undefined)
    await (await session.openFiles()).close({ restart: true })
  })
})

describe('a board that does not answer', () => {
  const deaf =
    "import micropython,time\nmicropython.kbd_intr(-1)\nprint('deaf')\nwhile True:\n time.sleep(1)\n print('still here')"

  it('goes on as it was, its console complete; the bootloader finds its files', async () => {
    await running(program(deaf))
    await says('deaf')
    expect(await failure(session.openFiles())).toMatchObject({ code: 'repl-silent' })
    expect(isOpen()).toBe(undefined)
    const lines = heard.match(/still here/g)?.length ?? 0
    expect(lines).toBeGreaterThan(5)
    await session.planAgain()
    expect(session.state.at).toBe('ready')
    const files = await session.openFiles()
    expect(files.way).toBe('bootloader')
    expect(isOpen()).toBe(true)
    await files.write([{ path: '/main.py', bytes: Buffer.from("print('mended')") }])
    await files.close({ restart: true })
    expect(isOpen()).toBe(undefined)
    await session.openConsole()
    heard = ''
    stateLink().subscribe((bytes) => (heard += new TextDecoder('latin1').decode(bytes)))
    await says('mended')
    expect(await listed(await session.openFiles())).toContain('/main.py 15')
  }, 30_000)
})

/** mpremote's commands by their protocol, over RFC 2217, on the virtual board. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveBoard, type BoardServer } from '../../src/cli/rfc2217/board-server'
import { makeDemoImage } from '../../src/images/demo-image'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { ExecError, Mpremote } from '../support/mpremote'
import { MountedFolder } from '../support/mpremote-mount'
import { encode } from '../support/bytes'

const everyByte = Uint8Array.from({ length: 700 }, (_, i) => i & 255)

let board: VirtualBoard
let server: BoardServer
let mpremote: Mpremote

/** The text of the demo image names another release than that of the interpreter inside. */
function flashWithVersion(version: string): Uint8Array {
  const flash = makeDemoImage()
  const at = Buffer.from(flash).indexOf('MicroPython v1.27.0 on 2025-12-10')
  flash.set(encode(`MicroPython ${version} on 2025-12-10`.slice(0, 33)), at)
  flash[3] = 0x30 // 2 MB
  return flash
}

beforeAll(async () => {
  const program = createMicroPythonProgram()
  const flash = flashWithVersion('v1.25.3')
  board = createVirtualBoard({ flash, flashSizeBytes: 2 * 1024 * 1024, program })
  server = await serveBoard(board, 0)
  mpremote = await Mpremote.open('127.0.0.1', server.port)
  await mpremote.enterRawRepl()
}, 60_000)
afterAll(async () => {
  mpremote.close()
  await server.close()
  board.dispose()
})

it('exec and run: output, several lines, and a traceback for an exception', async () => {
  expect(await mpremote.exec('print(1 + 1)')).toBe('2\r\n')
  expect(
    await mpremote.exec(`def f(n):\n return n * 2\n\n${'# filler\n'.repeat(60)}print(f(21))`),
  ).toBe('42\r\n')
  const failure = await mpremote.exec('1/0').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ExecError)
  expect((failure as ExecError).message).toContain('ZeroDivisionError')
})

it('mkdir, cp, ls, tree, sha256sum, cat, cp -r and rm -r', async () => {
  await mpremote.makeFolder('pkg')
  await mpremote.write('pkg/every.bin', everyByte)
  expect(await mpremote.read('pkg/every.bin')).toEqual(everyByte)
  expect(await mpremote.sha256('pkg/every.bin')).toBe(
    createHash('sha256').update(everyByte).digest('hex'),
  )
  await mpremote.copyTree({ 'a.py': encode('A = 1'), 'in/er/b.py': encode('B = 2') }, 'pkg/sub')
  expect(await mpremote.list('pkg')).toEqual([
    { name: 'every.bin', isFolder: false, sizeBytes: 700 },
    { name: 'sub', isFolder: true, sizeBytes: 0 },
  ])
  expect((await mpremote.list()).map(({ name }) => name)).toEqual(['boot.py', 'pkg'])
  expect(await mpremote.tree('pkg')).toEqual([
    'every.bin',
    'sub',
    '  a.py',
    '  in',
    '    er',
    '      b.py',
  ])
  await mpremote.removeTree('pkg')
  expect((await mpremote.list()).map(({ name }) => name)).toEqual(['boot.py'])
  await expect(mpremote.exec("import os\nos.mkdir('boot.py')")).rejects.toThrow('EEXIST')
})

it('df shows VfsLfs2 with the size of the filesystem', async () => {
  const output = await mpremote.exec(
    'import os, vfs\nfor v, p in vfs.mount():\n s = os.statvfs(p)\n' +
      " print(v, p, s[0] * s[2], s[0] * s[3], os.stat('/')[0])",
  )
  expect(output).toMatch(/^<VfsLfs2> \/ 1028096 10\d{5} 16384\r\n$/)
})

it('the version is that of the image that was flashed', async () => {
  const code =
    'import sys, os\nprint(sys.version)\nprint(sys.platform, sys.implementation[:3])\nprint(os.uname()[2:])'
  expect((await mpremote.exec(code)).split('\r\n')).toEqual([
    '3.4.0; MicroPython v1.25.3 on 2025-12-10',
    "esp8266 ('micropython', (1, 25, 3, ''), 'ESP module with ESP8266')",
    "('2.2.0-dev(9422289)', 'v1.25.3 on 2025-12-10', 'ESP module with ESP8266')",
    '',
  ])
})

it('mount: the board lists, reads and imports files of the host', async () => {
  const long = `VALUE = "${'x'.repeat(600)}"\nprint("imported")\n`
  const folder = new MountedFolder({
    'remote_module.py': encode(long),
    'data/ctrl.bin': Uint8Array.of(3, 3, 10, 13, 0x18, 4, 3),
    'notes.txt': encode('first\nsecond\n'),
  })
  await folder.mount(mpremote)
  expect(await mpremote.exec('print(os.getcwd(), sorted(os.listdir()))')).toBe(
    "/remote ['data', 'notes.txt', 'remote_module.py']\r\n",
  )
  expect(await mpremote.exec('import remote_module\nprint(len(remote_module.VALUE))')).toBe(
    'imported\r\n600\r\n',
  )
  // Ctrl-C as data: that is what kbd_intr(-1) is for.
  expect(await mpremote.exec("print(open('data/ctrl.bin', 'rb').read())")).toBe(
    "b'\\x03\\x03\\n\\r\\x18\\x04\\x03'\r\n",
  )
  expect(
    await mpremote.exec("f = open('notes.txt')\nprint(f.readline(), f.read())\nf.close()"),
  ).toBe('first\r\n second\r\n\r\n')
  await expect(mpremote.exec("open('missing')")).rejects.toThrow('ENOENT')
  expect(await mpremote.exec("os.chdir('/')\nos.umount('/remote')\nprint(os.listdir())")).toBe(
    "['boot.py']\r\n",
  )
})

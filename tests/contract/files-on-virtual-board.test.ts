/**
 * Files against real MicroPython on the virtual board, through the port that the page uses.
 */
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  hashFiles,
  listFiles,
  makeDirectories,
  readFile,
  removeFile,
  syncFiles,
  writeFile,
} from '../../src/micropython/files'
import { openRepl } from '../../src/micropython/open-repl'
import { rig, useReplRig } from './repl-rig'
import { encode } from '../support/bytes'
import { failure } from '../support/promises'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The same random bytes each time. */
function noise(sizeBytes: number, seed = 1): Uint8Array {
  let state = seed
  return Uint8Array.from({ length: sizeBytes }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

useReplRig()

describe('files', () => {
  const names = [
    "it's",
    'say "hi"',
    'two\nlines',
    'Grüße 😀',
    'back\\slash',
    ' spaces ',
    '-',
    '#%&{}',
  ]

  it('20 KB of random bytes arrive, and come back', async () => {
    const bytes = noise(20_000)
    const progress: number[] = []
    await writeFile(rig.repl, '/data/noise.bin', bytes, {
      onProgress: (done) => progress.push(done),
    })
    const code =
      "import hashlib\nprint(hashlib.sha256(open('/data/noise.bin','rb').read()).digest().hex())"
    const hashed = await rig.repl.exec(code).catch(() => '')
    if (hashed) expect(hashed.trim()).toBe(sha256(bytes))
    expect(await hashFiles(rig.repl, ['/data/noise.bin'])).toEqual([sha256(bytes)])
    expect(Buffer.from(await readFile(rig.repl, '/data/noise.bin')).equals(bytes)).toBe(true)
    expect(progress.at(-1)).toBe(20_000)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
  })

  it('survive a reset of the chip', async () => {
    await writeFile(rig.repl, '/kept.txt', encode('kept'))
    await rig.repl.close()
    rig.board.pressResetButton()
    rig.repl = await openRepl(rig.link)
    expect(Buffer.from(await readFile(rig.repl, '/kept.txt')).toString()).toBe('kept')
  })

  it.each(names)('may be called %j', async (name) => {
    await writeFile(rig.repl, `/d/${name}`, encode(name))
    expect(await listFiles(rig.repl, '/d')).toEqual([
      { path: `/d/${name}`, kind: 'file', sizeBytes: encode(name).length },
    ])
    expect(Buffer.from(await readFile(rig.repl, `/d/${name}`)).toString()).toBe(name)
    await removeFile(rig.repl, `/d/${name}`)
    expect(await listFiles(rig.repl, '/d')).toEqual([])
  })

  it('of every size around the pieces arrive whole', async () => {
    const sizes = [0, 1, 127, 128, 129, 4095, 4096, 4097, 8192]
    const files = sizes.map((size) => ({ path: `/s/${size}`, bytes: noise(size, size + 1) }))
    const { written } = await syncFiles(rig.repl, files)
    expect(written).toHaveLength(sizes.length)
    expect(await hashFiles(rig.repl, written)).toEqual(files.map(({ bytes }) => sha256(bytes)))
  })

  it('are skipped when they are the same, and replaced when not', async () => {
    const files = [
      { path: '/a.py', bytes: encode('a = 1') },
      { path: '/lib/b.py', bytes: encode('b = 1') },
    ]
    await syncFiles(rig.repl, files)
    files[1]!.bytes = encode('b = 2')
    expect(await syncFiles(rig.repl, files)).toEqual({
      written: ['/lib/b.py'],
      unchanged: ['/a.py'],
    })
    expect(Buffer.from(await readFile(rig.repl, '/lib/b.py')).toString()).toBe('b = 2')
  })

  it('are listed with directories and sizes, sorted', async () => {
    await makeDirectories(rig.repl, '/x/y/z')
    await makeDirectories(rig.repl, '/x/y/z')
    await writeFile(rig.repl, '/x/f.txt', encode('12345'))
    expect(await listFiles(rig.repl, '/x')).toEqual([
      { path: '/x/f.txt', kind: 'file', sizeBytes: 5 },
      { path: '/x/y', kind: 'directory', sizeBytes: 0 },
      { path: '/x/y/z', kind: 'directory', sizeBytes: 0 },
    ])
    const everything = (await listFiles(rig.repl)).map(({ path }) => path)
    expect(everything).toEqual(expect.arrayContaining(['/x', '/x/f.txt', '/x/y', '/x/y/z']))
  })

  it('and directories are removed, full ones only on purpose', async () => {
    await writeFile(rig.repl, '/x/y/f.txt', encode('1'))
    expect(await failure(removeFile(rig.repl, '/x'))).toMatchObject({ code: 'python-error' })
    await removeFile(rig.repl, '/x', { recursive: true })
    expect(await failure(listFiles(rig.repl, '/x'))).toMatchObject({ code: 'file-missing' })
    expect(await failure(removeFile(rig.repl, '/x'))).toMatchObject({ code: 'file-missing' })
    expect(await failure(readFile(rig.repl, '/x'))).toMatchObject({ code: 'file-missing' })
  })
})

/** Room for 8 KB is left. */
const nearlyFull = `
import os
with open('/spacer', 'wb') as file: file.write(bytes(8192))
data = bytes(2048)
file = open('/fill', 'wb')
try:
  while 1: file.write(data)
except OSError: pass
file.close()
os.remove('/spacer')
`

/**
 * Much of the heap is free, but only once 6 KB in one piece, where the line of the raw REPL goes, and
 * else nowhere more than half a kilobyte.
 */
const fragmentHeap = `
import gc
hog = []
try:
  while 1: hog.append(bytearray(512))
except MemoryError: pass
for i in range(20, 32): hog[i] = None
for i in range(33, len(hog), 2): hog[i] = None
gc.collect()
`

describe('an upload that does not end well', () => {
  const old = encode('old = True')
  beforeEach(() => writeFile(rig.repl, '/app.py', old))

  const expectOldFileAndNoLeftovers = async () => {
    expect(Buffer.from(await readFile(rig.repl, '/app.py')).equals(old)).toBe(true)
    const names = (await listFiles(rig.repl)).map(({ path }) => path)
    expect(names.filter((name) => name.includes('part'))).toEqual([])
  }

  it('leaves the old file when it is cancelled', async () => {
    const controller = new AbortController()
    const onProgress = (done: number) => void (done > 10_000 && controller.abort())
    const writing = writeFile(rig.repl, '/app.py', noise(20_000), {
      signal: controller.signal,
      onProgress,
    })
    expect(await failure(writing)).toMatchObject({ name: 'AbortError' })
    await expectOldFileAndNoLeftovers()
  })

  it('leaves the old file when the cable is pulled, and the next one tidies up', async () => {
    const onProgress = (done: number) => void (done > 10_000 && rig.board.unplug())
    const writing = writeFile(rig.repl, '/app.py', noise(20_000), { onProgress })
    expect(await failure(writing)).toMatchObject({ code: 'port-lost' })
    await rig.link.close()
    rig.board.plug()
    await rig.connect()
    expect(Buffer.from(await readFile(rig.repl, '/app.py')).equals(old)).toBe(true)
    await writeFile(rig.repl, '/other.py', old)
    await expectOldFileAndNoLeftovers()
  })

  it('leaves the old file when there is no space', async () => {
    await rig.repl.exec(nearlyFull)
    const writing = writeFile(rig.repl, '/app.py', noise(20_000))
    expect(await failure(writing)).toMatchObject({ code: 'no-space' })
    await expectOldFileAndNoLeftovers()
  })

  it('is tried in smaller pieces when the heap is nearly full', async (context) => {
    const free = Number(await rig.repl.exec('import gc\ngc.collect()\nprint(gc.mem_free())'))
    if (free > 64 * 1024) context.skip("The heap of this board is not the chip's.")
    await rig.repl.exec(fragmentHeap)
    const bytes = noise(6000)
    await writeFile(rig.repl, '/app.py', bytes)
    expect(await hashFiles(rig.repl, ['/app.py'])).toEqual([sha256(bytes)])
  })
})

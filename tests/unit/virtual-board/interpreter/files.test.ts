/** Files of the virtual board's MicroPython: as on the chip for Python, and kept in flash as LittleFS. */
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { buildFilesystem, readFilesystem, type Entry } from '../../../../src/images/littlefs'
import { fileBlocks, usedBlocks } from '../../../../src/virtual-board/interpreter/littlefs-space'
import { filesystemListing } from '../../../support/golden'
import { PythonRig, sectorBytes, type RigOptions } from './python-rig'

let rig: PythonRig
const newRig = (options: RigOptions = {}) => (rig = new PythonRig(options))
afterEach(() => rig?.stop())

const filesIn = (bytes: Uint8Array) =>
  new Map([...readFilesystem(bytes, {}).entries].map(([path, entry]) => [path, entry]))

describe('files of the virtual board', () => {
  it('a blank flash gets a boot.py, and nothing else is there', async () => {
    await newRig().boot()
    expect(await rig.run("import os\nprint(os.listdir('/'), os.getcwd())")).toBe("['boot.py'] /\n")
    expect([...filesIn(rig.flash.bytes).keys()]).toEqual(['/boot.py'])
  })

  it('survive a power cycle: written, renamed, removed, in directories', async () => {
    await newRig().boot()
    await rig.run(`
import os
os.mkdir('lib')
with open('lib/a.py', 'w') as f: f.write('A = 1')
with open('b.txt', 'w') as f: f.write('b' * 5000)
with open('gone', 'w') as f: f.write('x')
os.remove('gone')
os.rename('b.txt', 'lib/c.txt')
with open('lib/c.txt', 'a') as f: f.write('end')
`)
    rig.stop()
    await rig.boot()
    const seen = await rig.run(`
import os, lib.a
print(os.listdir(), os.listdir('lib'), lib.a.A)
print(os.stat('lib/c.txt'), os.stat('lib')[0], open('lib/c.txt').read()[-5:])
print(list(os.ilistdir('lib')))`)
    expect(seen).toBe(
      "['boot.py', 'lib'] ['a.py', 'c.txt'] 1\n" +
        '(32768, 0, 0, 0, 0, 0, 5003, 0, 0, 0) 16384 bbend\n' +
        "[('a.py', 32768, 0, 5), ('c.txt', 32768, 0, 5003)]\n",
    )
  })

  it('what was flushed is in flash, and what a soft reset closes', async () => {
    await newRig().boot()
    await rig.run("f = open('flushed', 'w'); f.write('1'); f.flush()")
    expect([...filesIn(rig.flash.bytes).keys()]).toContain('/flushed')
    await rig.run("g = open('left-open', 'w'); g.write('2')")
    rig.send('\x04')
    await rig.until('>>> ')
    rig.stop()
    await rig.boot()
    expect(await rig.run("print(open('flushed').read(), open('left-open').read())")).toBe('1 2\n')
  })

  it("errors carry the chip's numbers", async () => {
    await newRig().boot()
    const seen = await rig.run(`
import os
def attempt(what, *args):
    try: what(*args)
    except OSError as e: print(e.errno, end=' ')
os.mkdir('d')
open('d/f', 'w').close()
for what, *args in ((open, 'nope'), (os.remove, 'nope'), (os.stat, '/nope/x'), (os.mkdir, 'd'),
                    (os.rmdir, 'd'), (os.listdir, 'nope'), (os.rename, 'nope', 'x'), (open, 'd', 'w')):
    attempt(what, *args)`)
    expect(seen).toBe('2 2 2 17 39 2 2 21 ')
  })

  it('only sectors that differ are erased: a small change touches few', async () => {
    await newRig().boot()
    await rig.run("f = open('big', 'w')\nfor _ in range(40): f.write('x' * 1000)\nf.close()")
    rig.flash.erasedSectors = 0
    await rig.run("f = open('small', 'w'); f.write('1'); f.close()")
    expect(rig.flash.erasedSectors).toBeGreaterThan(0)
    expect(rig.flash.erasedSectors).toBeLessThanOrEqual(2)
  })

  it('printing, reading and listing leave the flash alone', async () => {
    await newRig().boot()
    rig.flash.erasedSectors = 0
    await rig.run("import os\nprint(open('boot.py').read(), os.listdir('/'), os.stat('boot.py'))")
    expect(rig.flash.erasedSectors).toBe(0)
  })

  it('OSError 28 when the flash is full; what was there before is still there', async () => {
    await newRig({ blockCount: 16 }).boot()
    const seen = await rig.run(`
import os
with open('kept', 'w') as f: f.write('k' * 9000)
try:
    with open('huge', 'w') as f:
        for _ in range(100): f.write('h' * 1000)
except OSError as e: print(e.errno)
os.remove('huge')
print(os.stat('kept')[6], os.statvfs('/')[3] > 5)`)
    expect(seen).toBe('28\n9000 True\n')
    rig.stop()
    await rig.boot()
    expect(await rig.run("print(open('kept').read() == 'k' * 9000)")).toBe('True\n')
  })

  it('many small files fill it, too: OSError 28, and all that were written come back', async () => {
    await newRig({ blockCount: 10 }).boot()
    const written = await rig.run(`
import os
n = 0
try:
    while n < 500:
        with open('file%d' % n, 'w') as f: f.write('x' * 100)
        n += 1
except OSError as e: print(e.errno, end=' ')
print(n)`)
    expect(written).toMatch(/^28 \d+\n$/)
    const count = Number(written.split(' ')[1])
    expect(count).toBeGreaterThan(20)
    rig.stop()
    await rig.boot()
    const code = `print(sum(open('file%d' % n).read() == 'x' * 100 for n in range(${count})))`
    expect(await rig.run(code)).toBe(`${count}\n`)
  })
})

describe('space on LittleFS', () => {
  it('a skip list needs a block more where its pointers leave no room', () => {
    // block 0 holds 4096 bytes, block 1 one pointer, block 2 two pointers (SPEC.md, CTZ skip-lists)
    expect([128, 129, 4096, 4097, 4096 + 4092, 4096 + 4093].map(fileBlocks)).toEqual([
      0, 1, 1, 2, 2, 3,
    ])
    expect(fileBlocks(4096 + 4092 + 4088)).toBe(3)
    expect(fileBlocks(4096 + 4092 + 4088 + 1)).toBe(4)
  })

  it('is never less than what building the image takes, and little more', () => {
    const name = fc.stringMatching(/^[a-z]{1,40}$/)
    const size = fc.oneof(fc.nat(200), fc.nat(20_000))
    const files = fc.uniqueArray(fc.tuple(fc.option(name), name, size), {
      selector: ([, leaf]) => leaf,
      maxLength: 60,
    })
    fc.assert(
      fc.property(files, (list) => {
        const folders = new Set(list.flatMap(([folder]) => (folder ? [`/${folder}.d`] : [])))
        const sized = [
          ...[...folders].map((path) => ({ path, isFolder: true, sizeBytes: 0 })),
          ...list.map(([folder, leaf, sizeBytes]) => ({
            path: `${folder ? `/${folder}.d` : ''}/${leaf}`,
            isFolder: false,
            sizeBytes,
          })),
        ]
        const tree = sized.map(({ path, isFolder, sizeBytes }): [string, Entry] => [
          path,
          isFolder ? { type: 'directory' } : { type: 'file', bytes: new Uint8Array(sizeBytes) },
        ])
        const built = buildFilesystem(tree, { blockCount: 2000 }).length / sectorBytes
        expect(usedBlocks(sized)).toBeGreaterThanOrEqual(built)
        expect(usedBlocks(sized)).toBeLessThanOrEqual(built + 4)
      }),
      { numRuns: 100 },
    )
  })

  it('is not more than what the chip itself needed for the recorded files: 46 blocks', () => {
    const sized = filesystemListing.entries.map(({ path, type, size = 0 }) => ({
      path,
      isFolder: type !== 'file',
      sizeBytes: size,
    }))
    expect(usedBlocks(sized)).toBeLessThanOrEqual(46)
    expect(usedBlocks(sized)).toBeGreaterThanOrEqual(36)
  })
})

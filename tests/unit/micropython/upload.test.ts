import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { readFile, syncFiles, writeFile } from '../../../src/micropython/files'
import type { ExecOptions, Repl } from '../../../src/micropython/repl'
import { temporaryPath } from '../../../src/micropython/board-path'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Answers by what the code does, as far as these tests look at it; remembers all code. */
class FakeRepl implements Repl {
  readonly baudRate = 115_200
  readonly ran: string[] = []
  /** Whether the board finds what it was told to find in its flash. */
  stores = true
  sums = (count: number) => Array<string>(count).fill('-')
  answer: (code: string) => string | undefined = () => undefined

  stream = async () => undefined

  async exec(code: string | Uint8Array, options: ExecOptions = {}): Promise<string> {
    options.signal?.throwIfAborted()
    const text = typeof code === 'string' ? code : Buffer.from(code).toString('latin1')
    this.ran.push(text)
    options.onSent?.(text.length)
    const given = this.answer(text)
    if (given !== undefined) return given
    const finished = text.split("_pf_e('").length - 1
    if (finished > 0) return this.stores ? '1\n'.repeat(finished) : ''
    const paths = /for p in \((.*)\):\n {2}try:print\(binascii/.exec(text)?.[1]
    if (paths) return `${this.sums(paths.split(',').length - 1).join('\n')}\n`
    return ''
  }

  async softReset(): Promise<void> {}
  async exit(): Promise<void> {}
  async close(): Promise<void> {}
}

const wrote = (repl: FakeRepl) => repl.ran.filter((code) => /_pf_[bw]\(b'/.test(code))
const removedTemporary = (repl: FakeRepl) =>
  repl.ran.at(-1)!.includes(`os.remove('${temporaryPath}')`)

describe('writing a file', () => {
  it('takes one round trip for a small one, one for each 4 KB of a large one', async () => {
    const repl = new FakeRepl()
    await writeFile(repl, '/small.py', Buffer.from('print(1)'))
    expect(wrote(repl)).toHaveLength(1)
    expect(wrote(repl)[0]).toContain(`_pf_e('/small.py',b'`)
    await writeFile(repl, '/large.bin', new Uint8Array(9000))
    expect(wrote(repl)).toHaveLength(1 + 3)
  })

  it('is refused as corrupt when the board has stored something else', async () => {
    const repl = new FakeRepl()
    repl.stores = false
    await expect(writeFile(repl, '/a', Buffer.from('abc'))).rejects.toMatchObject({
      code: 'upload-corrupt',
    })
    expect(removedTemporary(repl)).toBe(true)
  })

  it('starts again with smaller pieces when the heap is fragmented', async () => {
    const repl = new FakeRepl()
    repl.answer = (code) => {
      if (/_pf_[bw]\(b'/.test(code) && code.length > 1200) {
        throw new DeviceError('no-memory', 'MemoryError')
      }
      return undefined
    }
    const bytes = new Uint8Array(4000).fill(0x41)
    await writeFile(repl, '/a', bytes)
    const last = wrote(repl).slice(-4)
    expect(last[0]).toContain("_pf_b(b'")
    expect(last.join('').match(/A{9,}/g)?.join('').length).toBe(4000)
  })

  it('gives up on a heap that has no room for 256 bytes', async () => {
    const repl = new FakeRepl()
    repl.answer = (code) => {
      if (/_pf_[bw]\(b'/.test(code)) throw new DeviceError('no-memory', 'MemoryError')
      return undefined
    }
    await expect(writeFile(repl, '/a', new Uint8Array(4000))).rejects.toMatchObject({
      code: 'no-memory',
    })
  })

  it('tidies the board up after a cancel', async () => {
    const repl = new FakeRepl()
    const controller = new AbortController()
    repl.answer = (code) => {
      if (/_pf_[bw]\(b'/.test(code)) controller.abort()
      return undefined
    }
    const writing = writeFile(repl, '/a', new Uint8Array(9000), { signal: controller.signal })
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' })
    expect(wrote(repl)).toHaveLength(1)
    expect(removedTemporary(repl)).toBe(true)
  })

  it('makes the directories above it, parents first', async () => {
    const repl = new FakeRepl()
    await writeFile(repl, 'lib/a/b.py', new Uint8Array(1))
    expect(repl.ran.find((code) => code.includes('os.mkdir'))).toContain("('/lib','/lib/a',)")
  })
})

describe('several small files', () => {
  const files = (sizes: number[]) =>
    sizes.map((size, i) => ({ path: `/${i}`, bytes: new Uint8Array(size).fill(0x41) }))

  it('travel together as far as they fit into 4 KB, in their order', async () => {
    const repl = new FakeRepl()
    await syncFiles(repl, files([1000, 3000, 200, 5000, 10]))
    const order = wrote(repl).map((code) => code.match(/_pf_e\('\/\d/g)?.join(' ') ?? '-')
    expect(order).toEqual(["_pf_e('/0 _pf_e('/1", "_pf_e('/2", '-', "_pf_e('/3", "_pf_e('/4"])
  })

  it('go one by one when together they are too much for the heap', async () => {
    const repl = new FakeRepl()
    repl.answer = (code) => {
      if (code.length > 2500) throw new DeviceError('no-memory', 'MemoryError')
      return undefined
    }
    const progress: number[] = []
    await syncFiles(repl, files([1500, 1500]), { onProgress: (done) => progress.push(done) })
    expect(wrote(repl)).toHaveLength(3)
    expect(progress.at(-1)).toBe(3000)
  })

  it('name the one that was corrupt', async () => {
    const repl = new FakeRepl()
    repl.stores = false
    await expect(syncFiles(repl, files([10, 10]))).rejects.toThrow('/0 arrived')
  })
})

describe('synchronising', () => {
  it('writes only what differs, in order, and reports progress in payload bytes', async () => {
    const repl = new FakeRepl()
    repl.sums = () => [sha256('same'), sha256('old'), '-']
    const progress: [number, number][] = []
    const result = await syncFiles(
      repl,
      [
        { path: '/same', bytes: Buffer.from('same') },
        { path: '/changed', bytes: Buffer.from('new') },
        { path: 'missing', bytes: Buffer.from('12345') },
      ],
      { onProgress: (done, total) => progress.push([done, total]) },
    )
    expect(result).toEqual({ written: ['/changed', '/missing'], unchanged: ['/same'] })
    expect(wrote(repl)).toHaveLength(1)
    expect(progress.at(-1)).toEqual([8, 8])
    expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).sort())
  })

  it('asks for the sums of 100 files in lists that fit the heap', async () => {
    const repl = new FakeRepl()
    const files = Array.from({ length: 100 }, (_, i) => ({
      path: `/${i}`,
      bytes: new Uint8Array(),
    }))
    await syncFiles(repl, files)
    const asked = repl.ran.filter((code) => code.includes('binascii.hexlify(_pf_s(p))'))
    expect(asked).toHaveLength(5)
    for (const code of asked) expect(code.length).toBeLessThan(2048)
  })
})

describe('reading a file', () => {
  const served = (size: string, body: string) => {
    const repl = new FakeRepl()
    repl.answer = (code) => (code.includes('os.stat') ? `${size}\n` : body)
    return repl
  }

  it('joins the lines and checks the sum', async () => {
    // RFC 4648, section 10
    const repl = served('6', `Zm9v\nYmFy\n=${sha256('foobar')}\n`)
    expect(Buffer.from(await readFile(repl, '/a')).toString()).toBe('foobar')
  })

  it.each([
    ['a damaged byte', `Zm9v\nYmFz\n=${sha256('foobar')}\n`],
    ['a lost line', `Zm9v\n=${sha256('foobar')}\n`],
    ['no base64', `Zm9v\n!?\n=${sha256('foobar')}\n`],
    ['nothing', ''],
  ])('%s is noticed', async (_, body) => {
    await expect(readFile(served('6', body), '/a')).rejects.toMatchObject({
      code: 'upload-corrupt',
    })
  })
})

/** Small files from a board that would be very large on show, or very many. */
import { describe, expect, it } from 'vitest'
import { listWithTimes } from '../../../../src/micropython/file-listing'
import type { Repl } from '../../../../src/micropython/repl'
import { namesProblem } from '../../../../src/provision/files/extra-paths'
import { contentOf } from '../../../../src/state/files/content'
import { moveInto } from '../../../../src/state/files/change'
import { entriesIn, entriesOf, entryAt } from '../../../../src/state/files/desk'
import { OpenDocument } from '../../../../src/state/files/document.svelte'
import { download } from '../../../../src/state/files/download'
import { pixelsOf } from '../../../../src/state/files/image-size'
import { prettyJson } from '../../../../src/state/files/pretty-json'
import { opened } from './files-rig'

describe('JSON', () => {
  it('is indented, unless it is so deep that the blanks would be most of it', () => {
    expect(prettyJson('{"a":["]"]}')).toBe('{\n  "a": [\n    "]"\n  ]\n}')
    const deep = '['.repeat(3000) + ']'.repeat(3000)
    expect(prettyJson(deep)).toBe(deep)
    expect(() => prettyJson('{')).toThrow(SyntaxError)
  })

  it('is cut where it is longer than anybody reads', () => {
    expect(prettyJson(`[${'1,'.repeat(200_000)}1]`).length).toBeLessThan(600_000)
  })
})

describe('a picture', () => {
  const png = (width: number, height: number) => {
    const bytes = new Uint8Array(32)
    bytes.set([0x89, 0x50, 0x4e, 0x47])
    new DataView(bytes.buffer).setUint32(16, width)
    new DataView(bytes.buffer).setUint32(20, height)
    return bytes
  }

  it.each([
    ['PNG', png(3, 4), 12],
    ['GIF', [71, 73, 70, 56, 57, 97, 3, 0, 4, 0], 12],
    ['JPEG', [255, 216, 255, 224, 0, 4, 1, 1, 255, 192, 0, 11, 8, 0, 4, 0, 3], 12],
    ['cut off', [71, 73, 70, 56, 57], undefined],
    ['no picture', [1, 2, 3], undefined],
  ])('tells its pixels: %s', (_, bytes, pixels) => {
    expect(pixelsOf(Uint8Array.from(bytes))).toBe(pixels)
  })

  it('with too many pixels is not shown', () => {
    expect(contentOf('/a.png', png(100, 100)).is).toBe('image')
    expect(contentOf('/a.png', png(60_000, 60_000))).toEqual({ is: 'binary', why: 'too-long' })
  })
})

describe('a listing', () => {
  const hex = (text: string) => Buffer.from(text).toString('hex')
  const listed = async (...lines: string[]) => {
    const answer = ['1 2 3 2000', ...lines].join('\n')
    const repl = { exec: () => Promise.resolve(answer) } as unknown as Repl
    return (await listWithTimes(repl)).entries.map(({ path }) => path)
  }

  it('has each path once, and names that are no UTF-8 apart', async () => {
    const paths = await listed('', '1 0 ff', '1 0 fe', `1 0 ${hex('a')}`, hex('/d'), hex('/d'))
    expect(paths.sort()).toEqual(['/a', '/d', '/\ufffd (fe)', '/\ufffd (ff)'])
  })

  it('with a path that no board can have is unreadable', async () => {
    await expect(listed(hex(`/${'d/'.repeat(5000)}`))).rejects.toMatchObject({
      code: 'repl-protocol',
    })
  })

  it('of thousands of files is looked through quickly', async () => {
    const content = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`/d/${n}`, '']))
    const { files } = await opened(content)
    const paths = Object.keys(content)
    expect(entriesOf(files, ['/d', ...paths])).toHaveLength(10_001)
    const looks = performance.now()
    expect(paths.filter((path) => entryAt(files, path))).toHaveLength(10_000)
    expect(paths.flatMap((path) => entriesIn(files, path))).toHaveLength(10_000)
    expect(performance.now() - looks, 'ms; looking through all for each took seconds').toBeLessThan(
      1000,
    )
    expect(entriesIn(files, '')).toHaveLength(10_001)
    expect(entriesIn(files, '/nowhere')).toEqual([])
  })
})

describe('names', () => {
  it('of unfinished writes are refused', () => {
    expect(namesProblem('/.pf.part')).toBeDefined()
    expect(namesProblem('/.pf.part/x')).toBeDefined()
    expect(namesProblem('/www/.pf.part')).toBeUndefined()
  })

  it.each([[['/__proto__', '/c']], [['/a:b', '/a_b', '/A_B']]])(
    'in an archive are all there: %j',
    async (paths) => {
      const { board, files } = await opened({})
      for (const path of paths) board.files.set(path, new Uint8Array(1))
      await files.refresh()
      const { unzipSync } = await import('fflate')
      const made = await download(files, paths)
      expect(Object.keys(unzipSync(made!.bytes))).toHaveLength(paths.length)
      expect(files.work.problem).toBeUndefined()
    },
  )

  it('of documents that wait to be saved are not given to what is moved', async () => {
    const { board, files } = await opened({ '/a.py': 'a', '/d/x': '' })
    files.documents.show(OpenDocument.blank('/d/a.py'))
    await moveInto(files, ['/a.py'], '/d')
    expect(files.notice).toEqual({ is: 'in-the-way', path: '/d/a.py' })
    expect(board.files.has('/a.py')).toBe(true)
  })
})

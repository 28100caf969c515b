/** Saving: nothing on the board is lost without a word, and what is said to be saved is. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { sha256Hex } from '../../../../src/bytes/digest'
import { contentOf } from '../../../../src/state/files/content'
import { compile, type Compiled } from '../../../../src/state/files/mpy'
import { openFile } from '../../../../src/state/files/open'
import { save } from '../../../../src/state/files/save'
import { decode, encode } from '../../../support/bytes'
import { answering, opened } from './files-rig'

vi.mock('../../../../src/state/files/mpy', async (original) => ({
  ...(await original<object>()),
  compile: vi.fn<(path: string, source: string) => Promise<Compiled>>(),
}))

/** The board answers what the page asks it in Python. */
async function withPython(content: Record<string, string>, format = 6) {
  const { board, files } = await opened(content)
  board.program = (code, { onOutput }) => {
    const path = /open\('([^']*)'/.exec(code)?.[1]
    const bytes = path ? board.files.get(path) : undefined
    if (path && !bytes) return Promise.reject(new DeviceError('file-missing', path))
    onOutput(encode(bytes ? `sha256 ${sha256Hex(bytes)}\r\n` : `mpy ${format}\r\n`))
    return Promise.resolve()
  }
  return { board, files }
}

beforeEach(() => void vi.mocked(compile).mockReset())

describe('a save', () => {
  it('writes what the editor has, and is no work lost', async () => {
    const { board, files } = await withPython({ '/a.py': 'a = 1\n' })
    const document = (await openFile(files, '/a.py'))!
    document.text = 'a = 2\n'
    expect(files.documents.unsaved).toEqual([document])
    expect(await save(files, document)).toBe(true)
    expect(decode(board.files.get('/a.py'))).toBe('a = 2\n')
    expect(files.documents.unsaved).toEqual([])
    expect(files.notice).toEqual({ is: 'saved', path: '/a.py', compiled: undefined })
    expect(board.calls, 'the board compares, no byte of it travels').not.toContain('read /a.py 2')
  })

  it('knows what was typed while it was written to be unsaved', async () => {
    const { board, files } = await withPython({ '/a.py': '1' })
    const document = (await openFile(files, '/a.py'))!
    document.text = '2'
    const write = board.write.bind(board)
    board.write = async (all) => {
      document.text = '23'
      await write(all)
    }
    await save(files, document)
    expect(document.isUnsaved).toBe(true)
    document.text = '2'
    expect(document.isUnsaved).toBe(false)
  })

  it('over what has changed on the board is asked about', async () => {
    const { board, files } = await withPython({ '/a.py': 'old' })
    const document = (await openFile(files, '/a.py'))!
    document.text = 'mine'
    board.files.set('/a.py', encode('theirs'))
    const asked = answering(files, {})
    expect(await save(files, document)).toBe(false)
    expect(asked).toMatchObject([{ ask: 'changed', path: '/a.py' }])
    expect(decode(board.files.get('/a.py'))).toBe('theirs')
    answering(files, { changed: 'reload' })
    expect(await save(files, document)).toBe(false)
    expect(document).toMatchObject({ text: 'theirs', isUnsaved: false })
    document.text = 'mine again'
    board.files.set('/a.py', encode('theirs again'))
    answering(files, { changed: 'overwrite' })
    expect(await save(files, document)).toBe(true)
    expect(decode(board.files.get('/a.py'))).toBe('mine again')
  })

  it('of what was deleted on the board meanwhile writes it anew', async () => {
    const { board, files } = await withPython({ '/a.py': 'old' })
    const document = (await openFile(files, '/a.py'))!
    document.text = 'mine'
    board.files.delete('/a.py')
    expect(await save(files, document)).toBe(true)
    expect(decode(board.files.get('/a.py'))).toBe('mine')
  })

  it('that fails leaves it unsaved, and says why', async () => {
    const { board, files } = await withPython({ '/a.py': 'old' })
    const document = (await openFile(files, '/a.py'))!
    document.text = 'mine'
    board.failNext('write', new DeviceError('upload-corrupt', 'differs'))
    expect(await save(files, document)).toBe(false)
    expect(document.isUnsaved).toBe(true)
    expect(files.work.problem?.code).toBe('upload-corrupt')
  })

  it('without room writes nothing', async () => {
    const { board, files } = await withPython({ '/a.py': 'old' })
    const document = (await openFile(files, '/a.py'))!
    board.totalBytes = 8192
    await files.reload()
    document.text = 'x'.repeat(9000)
    expect(await save(files, document)).toBe(false)
    expect(files.notice).toMatchObject({ is: 'no-room', freeBytes: 4096 })
    expect(board.calls).not.toContainEqual(expect.stringMatching(/^write/))
  })

  it('of the portal’s own file warns once', async () => {
    const { files } = await withPython({ '/main.py': 'old' })
    const document = (await openFile(files, '/main.py'))!
    const asked = answering(files, { portal: 'go-on' })
    document.text = '1'
    expect(await save(files, document)).toBe(true)
    document.text = '2'
    expect(await save(files, document)).toBe(true)
    expect(asked).toMatchObject([{ ask: 'portal', action: 'change', paths: ['/main.py'] }])
  })

  it('through the bootloader says once that a part of the flash is written', async () => {
    const { board, files } = await opened({ '/a.py': 'old' })
    board.way = 'bootloader'
    board.run = board.ask = undefined
    const document = (await openFile(files, '/a.py'))!
    document.text = '1'
    answering(files, {})
    expect(await save(files, document), 'not agreed to').toBe(false)
    const asked = answering(files, { 'planned-write': 'go-on' })
    expect(await save(files, document)).toBe(true)
    document.text = '2'
    expect(await save(files, document)).toBe(true)
    expect(asked.map(({ ask }) => ask)).toEqual(['planned-write'])
  })
})

describe('a save that compiles', () => {
  const mpy = new Uint8Array([77, 6, 0, 31])
  async function changed(format?: number) {
    const { board, files } = await withPython({ '/lib/a.py': '1' }, format)
    const document = (await openFile(files, '/lib/a.py'))!
    document.text = '2'
    return { board, files, document }
  }

  it('keeps both files, or only the compiled one with the source still open', async () => {
    const { board, files, document } = await changed()
    vi.mocked(compile).mockResolvedValue({ mpy })
    answering(files, { source: 'keep' })
    expect(await save(files, document, { compiled: true })).toBe(true)
    expect([...board.files.keys()]).toEqual(['/lib/a.py', '/lib/a.mpy'])
    document.text = '3'
    answering(files, { source: 'remove' })
    expect(await save(files, document, { compiled: true })).toBe(true)
    expect([...board.files]).toEqual([['/lib/a.mpy', mpy]])
    expect(document).toMatchObject({ text: '3', isUnsaved: true })
  })

  it('asks before it replaces a compiled file that it has not made', async () => {
    const { board, files } = await withPython({ '/x.mpy': 'theirs', '/x.py': 'a = 1\n' })
    vi.mocked(compile).mockResolvedValue({ mpy: encode('M') })
    const document = (await openFile(files, '/x.py'))!
    const asked = answering(files, { source: 'keep' })
    expect(await save(files, document, { compiled: true })).toBe(false)
    expect(decode(board.files.get('/x.mpy'))).toBe('theirs')
    answering(files, { source: 'keep', replace: 'replace' })
    expect(await save(files, document, { compiled: true })).toBe(true)
    const again = answering(files, { source: 'keep' })
    expect(await save(files, document, { compiled: true })).toBe(true)
    expect([asked, again].map((all) => all.map(({ ask }) => ask))).toEqual([
      ['source', 'replace'],
      ['source'],
    ])
  })

  it('goes to the line of a mistake, and writes nothing', async () => {
    const { board, files, document } = await changed()
    vi.mocked(compile).mockResolvedValue({ line: 7, message: 'SyntaxError: invalid syntax' })
    expect(await save(files, document, { compiled: true })).toBe(false)
    expect(document.target).toEqual({ line: 7, message: 'SyntaxError: invalid syntax' })
    expect(board.calls).not.toContainEqual(expect.stringMatching(/^write/))
  })

  it('is refused for a board that loads another format', async () => {
    const { files, document } = await changed(5)
    expect(await save(files, document, { compiled: true })).toBe(false)
    expect(files.notice).toEqual({ is: 'mpy-unfit', format: 5 })
    expect(compile).not.toHaveBeenCalled()
  })
})

describe('closing', () => {
  it('asks about what is not saved, and saves it on request', async () => {
    const { board, files } = await withPython({ '/a.py': 'old' })
    const document = (await openFile(files, '/a.py'))!
    document.text = 'new'
    answering(files, {})
    expect(await files.close({ restart: true })).toBe(false)
    expect(board.closed).toBeUndefined()
    answering(files, { unsaved: 'save' })
    expect(await files.close({ restart: true })).toBe(true)
    expect(board.closed).toEqual({ restart: true })
    expect(decode(board.files.get('/a.py'))).toBe('new')
  })
})

describe('what is text', () => {
  it.each([
    ['/a.py', encode('a\r\nb\r\n'), { is: 'text', language: 'python', lineBreak: '\r\n' }],
    ['/a.py', encode('a\r\nb\n'), { is: 'text', text: 'a\r\nb\n', lineBreak: '\n' }],
    ['/a.json', encode('\ufeff{}'), { is: 'text', text: '\ufeff{}', language: 'json' }],
    ['/a', encode('plain'), { is: 'text', language: 'plain' }],
    ['/a.py', Uint8Array.of(0xff, 0x41), { is: 'binary', why: 'not-utf8' }],
    ['/a.mpy', Uint8Array.of(77, 6, 0), { is: 'binary' }],
    ['/a.PNG', Uint8Array.of(1), { is: 'image', type: 'image/png' }],
    ['/a.txt', new Uint8Array(300 * 1024).fill(65), { is: 'binary', why: 'too-long' }],
  ])('%s', (path, bytes, content) => expect(contentOf(path, bytes)).toMatchObject(content))
})

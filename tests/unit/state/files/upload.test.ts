/** Files from the computer: what goes, what is refused by name, what is asked, and that there is room. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { compile, type Compiled } from '../../../../src/state/files/mpy'
import { openFile } from '../../../../src/state/files/open'
import { upload } from '../../../../src/state/files/upload'
import { decode, encode } from '../../../support/bytes'
import { answering, offer, opened } from './files-rig'

vi.mock('../../../../src/state/files/mpy', async (original) => ({
  ...(await original<object>()),
  compile: vi.fn<(path: string, source: string) => Promise<Compiled>>(),
}))
beforeEach(() => void vi.mocked(compile).mockReset())

describe('an upload', () => {
  it('brings a folder with its paths, without what a system has put there', async () => {
    const { board, files } = await opened({})
    await upload(
      files,
      offer({ 'www/a.html': 'a', 'www/img/b.svg': 'b', 'www/.DS_Store': 'x' }),
      '/x',
    )
    expect([...board.files.keys()]).toEqual(['/x/www/a.html', '/x/www/img/b.svg'])
    expect(files.notice).toEqual({ is: 'uploaded', count: 2, refused: [] })
    // In sight, and not selected: that would take the place of the buttons for the next upload.
    expect(files.selection.isOpen('/x/www/img')).toBe(true)
    expect([...files.selection.chosen]).toEqual([])
  })

  it('asks before it replaces, and can leave those out', async () => {
    const { board, files } = await opened({ '/a': 'old', '/b': 'old' })
    const asked = answering(files, {})
    await upload(files, offer({ a: 'new', c: 'new' }), '')
    expect(asked).toMatchObject([{ ask: 'replace', paths: ['/a'] }])
    expect(board.calls, 'closed without an answer').toEqual([])
    answering(files, { replace: 'skip' })
    await upload(files, offer({ a: 'new', c: 'new' }), '')
    expect(decode(board.files.get('/a'))).toBe('old')
    expect(board.files.has('/c')).toBe(true)
    answering(files, { replace: 'replace' })
    await upload(files, offer({ a: 'new' }), '')
    expect(decode(board.files.get('/a'))).toBe('new')
  })

  it('names what cannot go there, and takes the rest', async () => {
    const { board, files } = await opened({ '/www/x': '', '/file': '' })
    const unreadable = {
      size: 3,
      arrayBuffer: () => Promise.reject(new Error('no')),
      text: () => Promise.reject(new Error('no')),
    }
    await upload(
      files,
      [
        ...offer({ www: 'a', 'file/inside': 'b', 'wifi.creds': 'c', [`${'n'.repeat(256)}`]: 'd' }),
        { path: 'locked', file: unreadable },
        ...offer({ fine: 'e' }),
      ],
      '',
    )
    expect([...board.files.keys()]).toContain('/fine')
    expect(files.notice).toMatchObject({ is: 'uploaded', count: 1 })
    const refused = files.notice?.is === 'uploaded' ? files.notice.refused : []
    expect(refused.map(({ why }) => why)).toEqual([
      'folder-there',
      'file-above',
      'secret',
      'unreadable',
      'unreadable',
    ])
  })

  it('of more than fits writes nothing, and reads nothing', async () => {
    const { board, files } = await opened({})
    const arrayBuffer = vi.fn<() => Promise<ArrayBuffer>>()
    const large = { size: 400 * 1024, arrayBuffer, text: () => Promise.resolve('') }
    await upload(files, [{ path: 'large', file: large }], '')
    expect(files.notice).toMatchObject({ is: 'no-room', neededBytes: 400 * 1024 })
    expect(arrayBuffer).not.toHaveBeenCalled()
    expect(board.calls).toEqual([])
  })

  it('compiles modules on request, never main.py, and leaves out what does not compile', async () => {
    const { board, files } = await opened({})
    board.program = (_code, { onOutput }) => Promise.resolve(onOutput(encode('mpy 6\r\n')))
    vi.mocked(compile).mockImplementation((path) =>
      Promise.resolve(
        path.includes('bad')
          ? { line: 2, message: 'SyntaxError' }
          : { mpy: new Uint8Array([77, 6]) },
      ),
    )
    answering(files, { portal: 'go-on' })
    const all = { 'main.py': 'm', 'a.py': 'a', 'bad.py': 'b', 'c.txt': 'c' }
    await upload(files, offer(all), '', { compiled: true })
    expect([...board.files.keys()].sort()).toEqual(['/a.mpy', '/c.txt', '/main.py'])
    expect(files.notice).toMatchObject({
      count: 3,
      refused: [{ path: '/bad.py', why: 'not-compiled', detail: 'bad.py:2: SyntaxError' }],
    })
  })

  async function compiling(content: Record<string, string>) {
    const { board, files } = await opened(content)
    board.program = (_code, { onOutput }) => Promise.resolve(onOutput(encode('mpy 6\r\n')))
    vi.mocked(compile).mockResolvedValue({ mpy: encode('M') })
    return { board, files }
  }

  it('asks also before what it compiles takes the place of a file', async () => {
    const { board, files } = await compiling({ '/x.mpy': 'theirs' })
    const asked = answering(files, {})
    await upload(files, offer({ 'x.py': 'a' }), '', { compiled: true })
    expect(asked).toMatchObject([{ ask: 'replace', paths: ['/x.mpy'] }])
    expect(decode(board.files.get('/x.mpy'))).toBe('theirs')
  })

  it('asks about the source that the compiled file would wait behind', async () => {
    const { board, files } = await compiling({ '/y.py': 'old' })
    const asked = answering(files, { shadowing: 'keep' })
    await upload(files, offer({ 'y.py': 'a' }), '', { compiled: true })
    expect(asked).toMatchObject([{ ask: 'shadowing', paths: ['/y.py'] }])
    expect([...board.files.keys()]).toEqual(['/y.py', '/y.mpy'])
    answering(files, { shadowing: 'remove', replace: 'replace' })
    await upload(files, offer({ 'y.py': 'a' }), '', { compiled: true })
    expect([...board.files.keys()]).toEqual(['/y.mpy'])
  })

  it('keeps the source where the new one does not compile', async () => {
    const { board, files } = await compiling({ '/y.py': 'old' })
    vi.mocked(compile).mockResolvedValue({ line: 1, message: 'SyntaxError' })
    answering(files, { shadowing: 'remove' })
    await upload(files, offer({ 'y.py': '(', 'z.txt': '' }), '', { compiled: true })
    expect([...board.files.keys()].sort()).toEqual(['/y.py', '/z.txt'])
  })

  it('compiles nothing that is no UTF-8', async () => {
    const { board, files } = await compiling({})
    const latin = new Uint8Array([39, 0xe9, 39])
    await upload(files, offer({ 'x.py': latin }), '', { compiled: true })
    expect([...board.files.keys()]).toEqual([])
    expect(compile).not.toHaveBeenCalled()
    expect(files.notice).toMatchObject({ refused: [{ path: '/x.py', why: 'not-compiled' }] })
  })

  it('takes one of two files with one name', async () => {
    const { board, files } = await opened({})
    await upload(files, [...offer({ 'a.py': '1' }), ...offer({ 'a.py ': '2' })], '')
    expect(decode(board.files.get('/a.py'))).toBe('1')
    expect(files.notice).toMatchObject({ count: 1, refused: [{ path: '/a.py' }] })
  })

  it('shows what it brought in a document that is open and unchanged', async () => {
    const { files } = await opened({ '/a.py': 'old', '/b.py': 'old' })
    const [a, b] = [(await openFile(files, '/a.py'))!, (await openFile(files, '/b.py'))!]
    b.text = 'mine'
    answering(files, { replace: 'replace' })
    await upload(files, offer({ 'a.py': 'new', 'b.py': 'new' }), '')
    expect([a.text, b.text]).toEqual(['new', 'mine'])
  })
})

/** New names and places, deleting and its undo: what becomes of the board, and what is asked before. */
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import {
  moveAsked,
  newFile,
  newFolder,
  newPathProblem,
  rename,
} from '../../../../src/state/files/change'
import { remove } from '../../../../src/state/files/delete'
import { openFile } from '../../../../src/state/files/open'
import { save } from '../../../../src/state/files/save'
import { decode } from '../../../support/bytes'
import { answering, opened } from './files-rig'

describe('deleting', () => {
  it('takes a folder with all that is in it, and undo brings it back byte for byte', async () => {
    const { board, files } = await opened()
    const before = new Map(board.files)
    board.folders.add('/www/empty')
    await files.reload()
    await remove(files, ['/www', '/www/index.html'])
    expect([...board.files.keys()].filter((path) => path.startsWith('/www'))).toEqual([])
    expect(files.undo.last).toMatchObject({ what: 'deleted', paths: ['/www'] })
    await files.undoLast()
    expect(new Map(board.files)).toEqual(before)
    expect(board.folders).toContain('/www/empty')
    expect(files.notice).toEqual({ is: 'undone' })
    expect(files.undo.last).toBeUndefined()
  })

  it('does not put over what has come under the name meanwhile, unless asked', async () => {
    const { board, files } = await opened()
    await remove(files, ['/lamp.py'])
    await board.write([{ path: '/lamp.py', bytes: new Uint8Array([1]) }])
    await files.reload()
    const asked = answering(files, {})
    await files.undoLast()
    expect(asked).toMatchObject([{ ask: 'replace', paths: ['/lamp.py'] }])
    expect(board.files.get('/lamp.py')).toEqual(new Uint8Array([1]))
  })

  it('warns before the portal’s own files go, and keeps them where nobody agrees', async () => {
    const { board, files } = await opened()
    const asked = answering(files, {})
    await remove(files, ['/boot.py', '/lamp.py', '/lib'])
    expect(asked).toMatchObject([{ ask: 'portal', action: 'delete', paths: ['/boot.py', '/lib'] }])
    expect(board.calls).toEqual([])
  })

  it('of what cannot be read is for good, and asked; the rest can be brought back', async () => {
    const { board, files } = await opened()
    const asked = answering(files, { 'delete-for-good': 'go-on' })
    board.failNext('read /www/index.html', new DeviceError('python-error', 'OSError: 5'))
    await remove(files, ['/www'])
    expect(asked).toMatchObject([
      { ask: 'delete-for-good', why: 'unreadable', paths: ['/www/index.html'] },
    ])
    expect(board.files.has('/www/index.html')).toBe(false)
    await files.undoLast()
    expect(board.files.has('/www/img/a.txt')).toBe(true)
  })

  it('of one that cannot be read promises no undo, and nothing goes from a lost board', async () => {
    const { board, files } = await opened()
    const asked = answering(files, { 'delete-for-good': 'go-on' })
    board.failNext('read /lamp.py', new DeviceError('python-error', 'OSError: 5'))
    await remove(files, ['/lamp.py'])
    expect(board.files.has('/lamp.py')).toBe(false)
    expect(files.undo.last).toBeUndefined()
    board.failNext('read /www', new DeviceError('port-lost', 'gone'))
    await remove(files, ['/www'])
    expect(asked).toHaveLength(1)
    expect(board.files.has('/www/index.html')).toBe(true)
  })

  it('of a secret is for good, never reads it, and says so', async () => {
    const { board, files } = await opened()
    const asked = answering(files, { 'delete-for-good': 'go-on' })
    await remove(files, ['/wifi.creds'])
    expect(asked).toMatchObject([{ ask: 'delete-for-good', why: 'secret' }])
    expect(board.files.has('/wifi.creds')).toBe(false)
    expect(board.calls).not.toContainEqual(expect.stringMatching(/^read/))
    expect(files.undo.last).toBeUndefined()
  })

  it('of more than is kept in memory asks first', async () => {
    const { board, files } = await opened({ '/big.bin': new Uint8Array(600 * 1024) })
    const asked = answering(files, { 'delete-for-good': 'go-on' })
    await remove(files, ['/big.bin'])
    expect(asked).toMatchObject([{ ask: 'delete-for-good', why: 'too-large' }])
    expect(board.files.size).toBe(0)
  })

  it('that fails says why, and can be undone as far as it came', async () => {
    const { board, files } = await opened()
    board.failNext('remove', new DeviceError('port-lost', 'gone'))
    await remove(files, ['/lamp.py'])
    expect(files.work.problem?.code).toBe('port-lost')
    expect(files.isOpen).toBe(false)
    expect(files.undo.last?.paths).toEqual(['/lamp.py'])
  })

  it('and its undo leave what is changed in the editor tied to its file', async () => {
    const { board, files } = await opened()
    const lamp = (await openFile(files, '/lamp.py'))!
    lamp.text = 'print(2)\n'
    await remove(files, ['/lamp.py'])
    await files.undoLast()
    expect(lamp).toMatchObject({ isNew: false, isUnsaved: true })
    const asked = answering(files, {})
    expect(await save(files, lamp)).toBe(true)
    expect(asked).toEqual([])
    expect(decode(board.files.get('/lamp.py'))).toBe('print(2)\n')
  })

  it('leaves what is changed in the editor open, to be saved again', async () => {
    const { board, files } = await opened()
    const lamp = (await openFile(files, '/lamp.py'))!
    lamp.text = 'print(2)\n'
    await remove(files, ['/lamp.py'])
    expect(files.documents.list).toEqual([lamp])
    expect(await save(files, lamp)).toBe(true)
    expect(decode(board.files.get('/lamp.py'))).toBe('print(2)\n')
  })
})

describe('names and places', () => {
  it('a rename takes the open document along, and undo takes it back', async () => {
    const { board, files } = await opened()
    const lamp = (await openFile(files, '/lamp.py'))!
    answering(files, { name: 'light.py' })
    await rename(files, '/lamp.py')
    expect(board.files.has('/light.py')).toBe(true)
    expect(lamp.path).toBe('/light.py')
    await files.undoLast()
    expect(board.files.has('/lamp.py')).toBe(true)
    expect(lamp.path).toBe('/lamp.py')
  })

  it('several move into a folder, also a new one', async () => {
    const { board, files } = await opened()
    answering(files, { name: '/old/things' })
    await moveAsked(files, ['/lamp.py', '/www', '/www/index.html'])
    expect([...board.files.keys()]).toEqual(
      expect.arrayContaining(['/old/things/lamp.py', '/old/things/www/index.html']),
    )
    expect(files.selection).toMatchObject({ at: '/old/things/www' })
    expect(files.selection.arrived).toEqual({ path: '/old/things/www' })
  })

  it('refuses what is there already before anything moves', async () => {
    const { board, files } = await opened({ '/a.py': '', '/b/a.py': '', '/c.py': '' })
    answering(files, { name: '/b' })
    await moveAsked(files, ['/c.py', '/a.py'])
    expect(files.notice).toEqual({ is: 'in-the-way', path: '/b/a.py' })
    expect(board.calls).toEqual([])
  })

  it('a secret keeps its name and place, alone or in a folder', async () => {
    const { board, files } = await opened({ '/wifi.creds': 'x', '/a/wifi.creds': 'x' })
    const asked = answering(files, { name: 'free.txt' })
    await rename(files, '/wifi.creds')
    await rename(files, '/a')
    await moveAsked(files, ['/a'])
    expect(asked).toEqual([])
    expect(files.notice).toEqual({ is: 'stays-secret', path: '/a/wifi.creds' })
    expect(board.calls).toEqual([])
  })

  it.each([
    ['/lamp.py', /already/],
    ['/lamp.py/x', /is a file/],
    ['/wifi.creds', /only the portal/],
    ['/a/../b', /./],
    ['/', /./],
  ])('%s is no name for something new', async (path, words) => {
    const { files } = await opened()
    expect(newPathProblem(files, path)).toMatch(words)
  })

  it('a new folder is made at once, a new file when it is saved', async () => {
    const { board, files } = await opened({})
    answering(files, { name: '/data' })
    await newFolder(files, '')
    expect(board.folders).toContain('/data')
    expect(files.selection.arrived).toEqual({ path: '/data' })
    answering(files, { name: '/data/x.json' })
    await newFile(files, '/data')
    expect(board.files.size).toBe(0)
    const [document] = files.documents.list
    expect(document).toMatchObject({ path: '/data/x.json', isNew: true, isUnsaved: true })
    const asked = answering(files, {})
    expect(await files.maySettle([document!])).toBe(true)
    expect(asked).toEqual([])
    expect(await save(files, document!)).toBe(true)
    expect(board.files.has('/data/x.json')).toBe(true)
    expect(document).toMatchObject({ isNew: false, isUnsaved: false })
  })
})

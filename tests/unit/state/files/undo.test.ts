/** The only copy of what was deleted is in its undo: it stays until it is back on the board. */
import { expect, it } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { moveInto } from '../../../../src/state/files/change'
import { remove } from '../../../../src/state/files/delete'
import { decode, encode } from '../../../support/bytes'
import { answering, opened } from './files-rig'

it('stays after its question was closed without an answer', async () => {
  const { board, files } = await opened({ '/a.py': 'mine' })
  await remove(files, ['/a.py'])
  board.files.set('/a.py', encode('other'))
  await files.refresh()
  const asked = answering(files, {})
  await files.undoLast()
  expect(asked).toMatchObject([{ ask: 'replace' }])
  expect(decode(board.files.get('/a.py'))).toBe('other')
  expect(files.undo.last?.what).toBe('deleted')
  answering(files, { replace: 'replace' })
  await files.undoLast()
  expect(decode(board.files.get('/a.py'))).toBe('mine')
  expect(files.undo.last).toBeUndefined()
})

it.each([
  ['was cancelled', new DOMException('Stopped.', 'AbortError')],
  ['has failed', new DeviceError('no-space', 'No room.')],
])('stays after its write %s', async (_, error) => {
  const { board, files } = await opened({ '/a.py': 'mine' })
  await remove(files, ['/a.py'])
  board.failNext('write /a.py', error)
  await files.undoLast()
  expect(files.undo.last?.what).toBe('deleted')
  await files.undoLast()
  expect(decode(board.files.get('/a.py'))).toBe('mine')
})

it('of several moves goes on where it has failed', async () => {
  const { board, files } = await opened({ '/a': '1', '/b': '2', '/d/x': '' })
  await moveInto(files, ['/a', '/b'], '/d')
  board.failNext('rename /d/a', new DeviceError('upload-corrupt', 'noise'))
  await files.undoLast()
  expect([...board.files.keys()].sort()).toEqual(['/b', '/d/a', '/d/x'])
  await files.undoLast()
  expect([...board.files.keys()].sort()).toEqual(['/a', '/b', '/d/x'])
  expect(files.undo.last).toBeUndefined()
  expect(files.work.problem).toBeUndefined()
})

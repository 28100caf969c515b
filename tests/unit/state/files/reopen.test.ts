/** The files are opened anew, perhaps of another board: what was agreed to and known of the first does not go over. */
import { describe, expect, it } from 'vitest'
import { BoardFiles } from '../../../../src/state/board-files.svelte'
import { remove } from '../../../../src/state/files/delete'
import { openFile } from '../../../../src/state/files/open'
import { save } from '../../../../src/state/files/save'
import { decode } from '../../../support/bytes'
import { MemoryFilesystem } from '../../../support/memory-filesystem'
import { answering } from './files-rig'

type Content = Record<string, string>

/** Opened on the first board; the next opening finds the second. */
async function inTurn(first: Content, second: Content, macs: (string | undefined)[]) {
  const boards = [new MemoryFilesystem(first), new MemoryFilesystem(second)] as const
  let at = -1
  const files = new BoardFiles(
    () => Promise.resolve(boards[++at]!),
    () => macs[at],
  )
  await files.open()
  return { first: boards[0], second: boards[1], files }
}

const twoBoards = ['5c:cf:7f:00:00:01', '5c:cf:7f:00:00:02']
const oneBoard = ['5c:cf:7f:00:00:01', '5c:cf:7f:00:00:01']

describe.each([
  ['another board', twoBoards],
  ['a board that nobody knows', [undefined, undefined]],
])('%s', (_, macs) => {
  it('keeps its own secrets', async () => {
    const { files } = await inTurn(
      { '/portal.json': '{"fields":[]}', '/settings.json': '{}' },
      { '/portal.json': '{"fields":[{"type":"password"}]}', '/settings.json': '{"pw":"hunter22"}' },
      macs,
    )
    await openFile(files, '/settings.json')
    await files.open()
    expect(files.documents.list).toEqual([])
    expect((await openFile(files, '/settings.json'))?.content.is).toBe('secret')
  })

  it('gets nothing that was deleted on the first, and is said to be another', async () => {
    const { second, files } = await inTurn({ '/a.py': 'A' }, { '/b.py': 'B' }, macs)
    await remove(files, ['/a.py'])
    await files.open()
    expect(files.notice).toEqual({ is: 'another-board' })
    await files.undoLast()
    expect([...second.files.keys()]).toEqual(['/b.py'])
  })

  it('is asked about anew before it is written', async () => {
    const { first, second, files } = await inTurn({ '/main.py': 'A' }, { '/main.py': 'B' }, macs)
    first.way = second.way = 'bootloader'
    const document = (await openFile(files, '/main.py'))!
    document.text = 'AA'
    const asked = answering(files, { portal: 'go-on', 'planned-write': 'go-on' })
    await save(files, document)
    document.text = 'AAA'
    await files.open()
    await save(files, document)
    expect(asked.map(({ ask }) => ask)).toEqual([
      'portal',
      'planned-write',
      'portal',
      'planned-write',
      'replace',
    ])
    expect(decode(second.files.get('/main.py'))).toBe('B')
    expect(document.isUnsaved).toBe(true)
  })
})

it('the same board goes on: what was deleted can be brought back', async () => {
  const { second, files } = await inTurn({ '/a.py': 'A' }, { '/b.py': 'B' }, oneBoard)
  await remove(files, ['/a.py'])
  files.mayWrite = true
  await files.open()
  expect(files.notice).toBeUndefined()
  expect(files.mayWrite, 'is agreed to each time').toBe(false)
  await files.undoLast()
  expect([...second.files.keys()].sort()).toEqual(['/a.py', '/b.py'])
})

it('a question about the board that was is not asked about the next', async () => {
  const { second, files } = await inTurn({ '/main.py': 'A' }, { '/main.py': 'B' }, twoBoards)
  const removal = remove(files, ['/main.py'])
  expect(files.questions.open?.ask).toBe('portal')
  await files.open()
  files.questions.answer('portal', 'go-on')
  await removal
  expect([...second.files.keys()]).toEqual(['/main.py'])
})

/**
 * Random sequences of actions on a board's files end with the same tree as in a model, over the REPL of real
 * MicroPython and through the bootloader; what the model refuses is refused with the same code. One board for
 * all of them, as booting takes longest. More with SEQUENCES=5000.
 */
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import type { Entry } from '../../src/images/littlefs'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { filesOfRunningBoard } from '../../src/provision/board-files/files-of-running-board'
import { openConsole } from '../../src/provision/boot/open-console'
import { connectBoard } from '../../src/provision/connect-board'
import { ByteReader } from '../../src/serial/byte-reader'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { allTimers } from '../support/fake-time'
import { arena, fileAction, FileModel, perform, type FileAction } from '../support/file-model'
import { loadSessionFirst } from '../support/loaded-session'
import { fileEntry, filesOn, flashWith } from '../support/one-pass'
import { casesOfRun } from '../support/turns'
import { boardWith } from '../support/update-rig'

loadSessionFirst()

const sequences = Number(process.env.SEQUENCES ?? casesOfRun(500))
/** Each action there is a dozen exchanges with the stub. */
const throughBootloader = Number(process.env.SEQUENCES ?? casesOfRun(100))

let board: VirtualBoard
afterEach(() => {
  vi.useRealTimers()
  board.dispose()
})

const actions = fc.array(fileAction, { minLength: 1, maxLength: 4 })

async function check(
  files: BoardFilesystem,
  sequence: FileAction[],
  stored: () => Iterable<readonly [string, Entry]>,
): Promise<void> {
  const model = new FileModel()
  await files.remove([arena]).catch(() => undefined)
  for (const action of sequence) {
    const refused = model.act(action)
    const outcome = perform(files, action)
    if (refused) await expect(outcome, refused).rejects.toMatchObject({ code: refused })
    else await outcome
  }
  const listing = await files.list()
  expect(listing.entries.filter(({ path }) => isInArena(path)).map(sized)).toEqual(
    [...model.entries].sort(byPath).map(([path, content]) => sizedText(path, content)),
  )
  // After the listing: the virtual board's files are in its flash a moment after they changed.
  expect(told(stored())).toEqual([...model.entries].sort(byPath))
}

const isInArena = (path: string) => path === arena || path.startsWith(`${arena}/`)
const byPath = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1
const sized = (entry: { path: string; kind: string; sizeBytes: number }) =>
  `${entry.path} ${entry.kind} ${entry.sizeBytes}`
const sizedText = (path: string, content: string | undefined) =>
  sized({
    path,
    kind: content === undefined ? 'directory' : 'file',
    sizeBytes: content?.length ?? 0,
  })

const told = (tree: Iterable<readonly [string, Entry]>) =>
  [...tree]
    .filter(([path]) => isInArena(path))
    .map(([path, entry]) => {
      const content =
        entry.type === 'file' ? Buffer.from(entry.bytes).toString('latin1') : undefined
      return [path, content] as const
    })
    .sort(byPath)

it(`over the REPL (${sequences} sequences)`, async () => {
  board = boardWith(new Map([['/main.py', fileEntry("print('ready')")]]))
  const link = await openConsole(board.port)
  const reader = new ByteReader(link)
  await reader.readUntil('>>> ', { timeoutMs: 60_000 }) // a busy machine starts Python slowly
  reader.release()
  const files = await filesOfRunningBoard(link)
  const stored = () => filesOn(board, 0x100000, 251)
  const property = fc.asyncProperty(actions, (sequence) => check(files, sequence, stored))
  try {
    await fc.assert(property, { numRuns: sequences })
  } finally {
    await link.close()
  }
}, 600_000)

it(`through the bootloader (${throughBootloader} sequences)`, async () => {
  vi.useFakeTimers()
  board = createVirtualBoard({ flash: flashWith([['/main.py', fileEntry('print(1)')]]) })
  await allTimers(
    (async () => {
      const connected = await connectBoard(board.port)
      const files = await connected.files()
      const stored = () => filesOn(board)
      const property = fc.asyncProperty(actions, (sequence) => check(files, sequence, stored))
      await fc.assert(property, { numRuns: throughBootloader })
      await connected.release()
    })(),
  )
}, 600_000)

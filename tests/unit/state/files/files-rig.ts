/** An opened file manager on a board in memory, and a person who answers its questions. */
import { BoardFiles } from '../../../../src/state/board-files.svelte'
import { Questions, type Kind, type Question } from '../../../../src/state/files/questions.svelte'
import { MemoryFilesystem } from '../../../support/memory-filesystem'

export const portalBoard = {
  '/boot.py': '# boot\n',
  '/main.py': 'import captive_portal\n',
  '/portal.json': '{}',
  '/wifi.creds': 'captive_portal 1\n486f6d65 636f7272656374 abcd\n',
  '/lib/captive_portal/dns.mpy': new Uint8Array([77, 6, 0, 31]),
  '/lib/captive_portal/apps/blink.py': 'def run(wifi, settings):\n    pass\n',
  '/lamp.py': 'print("lamp")\n',
  '/www/index.html': '<h1>Lamp</h1>\n',
  '/www/img/a.txt': 'a',
}

export async function opened(content: Record<string, string | Uint8Array> = portalBoard) {
  const board = new MemoryFilesystem(content)
  const files = new BoardFiles(() => Promise.resolve(board))
  await files.open()
  board.calls.length = 0
  return { board, files }
}

/**
 * Answers each question as `answers` says by its kind, and notes what was asked; a kind without an answer is closed.
 */
export function answering(files: BoardFiles, answers: Partial<Record<Kind, string>>) {
  const asked: Question[] = []
  const { questions } = files
  const ask = Questions.prototype.ask.bind(questions)
  questions.ask = (kind, details) => {
    const answer = ask(kind, details)
    if (questions.open) asked.push(questions.open)
    const given = answers[kind]
    if (given === undefined) questions.close()
    else questions.answer(kind, given as never)
    return answer
  }
  return asked
}

export const offer = (all: Record<string, string | Uint8Array<ArrayBuffer>>) =>
  Object.entries(all).map(([path, content]) => ({ path, file: new Blob([content]) }))

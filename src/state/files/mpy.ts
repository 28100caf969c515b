/**
 * Python compiled to .mpy in the browser, as firmware/bundle.ts does it when the page is built: smaller on the
 * board, and no compiler at work in its little memory. The compiler runs in a thread of its own.
 */
import { parseTraceback } from '../../micropython/traceback'
import m from '../../messages/compiled/files-names'
import { compileInThread } from './compile-thread'
import type { Desk } from './desk'
import { endingOf, folderOf, nameOf } from './paths'

/** Of the compiler: https://docs.micropython.org/en/latest/reference/mpyfiles.html */
export const mpyFormat = 6

export type Compiled = { mpy: Uint8Array } | { line: number | undefined; message: string }

/** MicroPython runs these two by their names with .py alone. */
export const canCompile = (path: string): boolean =>
  endingOf(path) === '.py' &&
  !(folderOf(path) === '' && ['main.py', 'boot.py'].includes(nameOf(path)))

export const compiledPath = (path: string): string => path.replace(/\.py$/i, '.mpy')

/** @returns the code, or what is wrong with it and where */
export async function compile(
  path: string,
  source: string,
  signal?: AbortSignal,
): Promise<Compiled> {
  const answer = await compileInThread({ name: nameOf(path), source }, signal)
  if (!answer) return { line: undefined, message: m.compileTooLong() }
  return 'mpy' in answer ? answer : mistakeIn(answer.said)
}

function mistakeIn(said: string): Compiled {
  const traceback = parseTraceback(said)
  const message = traceback ? [traceback.type, traceback.message].filter(Boolean).join(': ') : said
  return { line: traceback?.frames.at(-1)?.line, message: message.slice(0, 500) }
}

const question = "import sys\nprint('mpy',getattr(sys.implementation,'_mpy',0)&255)"

/** What the board loads; undefined where it cannot be asked. */
export async function boardMpyFormat(
  desk: Desk,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const printed = await desk.filesystem.ask?.(question, { signal })
  const answer = /mpy (\d{1,3})/.exec(printed ?? '')
  return answer ? Number(answer[1]) : undefined
}

/**
 * MicroPython's tracebacks, as text, taken apart, and turned into the one error type of the page.
 * Knows nothing of ports. Format: `mp_obj_print_exception` in MicroPython's `py/obj.c`.
 */
import { DeviceError, type DeviceErrorCode } from '../errors'

export interface TracebackFrame {
  /** As Python names it: "main.py", "/lib/x.py", "<stdin>". */
  file: string
  /** 1-based. */
  line: number
  /** Missing where the parser, not the running code, raised. "<module>" at the top level. */
  function?: string
}

export interface Traceback {
  /** Outermost first, as printed: the last one is where it happened. */
  frames: TracebackFrame[]
  /** "ZeroDivisionError" */
  type: string
  /** May be empty, may have several lines. */
  message: string
  /** Of an OSError. */
  errno?: number
}

/** An exception that code on the board raised. */
export class PythonError extends DeviceError {
  constructor(
    code: DeviceErrorCode,
    readonly traceback: Traceback,
  ) {
    super(code, describe(traceback))
  }
}

const heading = 'Traceback (most recent call last):'
const frameLine = /^ {2}File "(.*)", line (\d{1,9})(?:, in (.*))?$/
const exceptionLine = /^([A-Za-z_][A-Za-z0-9_.]*)(?:: ?(.*))?$/

/** The last traceback in `text`; undefined if there is none. A bare "MemoryError: …" is one, too. */
export function parseTraceback(text: string): Traceback | undefined {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const start = lines.lastIndexOf(heading) + 1
  const frames: TracebackFrame[] = []
  let at = start
  for (let frame = parseFrame(lines[at]); frame; frame = parseFrame(lines[++at])) frames.push(frame)
  const exception = exceptionLine.exec(lines[at] ?? '')
  if (!exception) return undefined
  const rest = start > 0 ? lines.slice(at + 1) : []
  const message = [exception[2] ?? '', ...rest].join('\n').trimEnd()
  const type = exception[1]!
  return { frames, type, message, ...errnoOf(type, message) }
}

/** `stderr` of one exec as an error: what kind it is, and the traceback if one can be read. */
export function pythonError(stderr: string): DeviceError {
  const traceback = parseTraceback(stderr)
  if (!traceback) return new DeviceError('python-error', 'The board reported an unreadable error.')
  return new PythonError(codeOf(traceback), traceback)
}

function parseFrame(line: string | undefined): TracebackFrame | undefined {
  const match = frameLine.exec(line ?? '')
  if (!match) return undefined
  return { file: match[1]!, line: Number(match[2]), ...(match[3] && { function: match[3] }) }
}

/** "[Errno 2] ENOENT" and, for numbers without a name, just "28". */
function errnoOf(type: string, message: string): { errno?: number } {
  const match = type === 'OSError' ? /^(?:\[Errno (\d{1,9})\]|-?(\d{1,9})$)/.exec(message) : null
  return match ? { errno: Number(match[1] ?? match[2]) } : {}
}

function codeOf({ type, message, errno }: Traceback): DeviceErrorCode {
  if (type === 'MemoryError') return 'no-memory'
  // By name as well: the numbers behind the names differ in the WebAssembly port.
  if (errno === 28 || (errno && message.includes('ENOSPC'))) return 'no-space'
  if (errno === 2 || (errno && message.includes('ENOENT'))) return 'file-missing'
  if (errno === 17 || (errno && message.includes('EEXIST'))) return 'file-exists'
  // A file above it where a folder should be; a folder in place of a file.
  if (errno === 20 || errno === 21 || (errno && message.includes('EISDIR'))) return 'file-missing'
  return 'python-error'
}

function describe({ type, message, frames }: Traceback): string {
  const place = frames.at(-1)
  const what = message ? `${type}: ${message}` : type
  return place ? `${what} (${place.file}, line ${place.line})` : what
}

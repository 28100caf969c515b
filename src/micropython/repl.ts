/** MicroPython's raw REPL as the rest of the page sees it; opened by open-repl.ts. */
import type { SendOptions } from './transmission'

export interface ReplOptions {
  signal?: AbortSignal
  /** Hard: nothing that arrives prolongs it. */
  timeoutMs?: number
}

export interface ExecOptions extends ReplOptions, SendOptions {
  /** What the code prints, as it comes, in the board's own bytes (lines end in CR LF). */
  onOutput?: (bytes: Uint8Array) => void
}

export interface StreamOptions {
  signal?: AbortSignal
  /** What the code prints, as it comes, in the board's own bytes. */
  onOutput: (bytes: Uint8Array) => void
}

/** A board in its raw REPL. One exchange at a time; later calls wait for earlier ones. */
export interface Repl {
  /** Of the link, in baud. */
  readonly baudRate: number
  /**
   * Runs `code` and returns what it printed, lines ended by "\n".
   * Throws `python-error`, `no-memory`, `no-space` or `file-missing` (a PythonError with traceback)
   * when it raises, `repl-silent` when it does not end in time. Whatever happens, the code is
   * stopped and the raw REPL is usable again as far as the board allows.
   */
  exec(code: string | Uint8Array, options?: ExecOptions): Promise<string>
  /**
   * Runs `code` without a deadline, and keeps nothing of what it prints. Throws what `exec` throws; the
   * signal stops the program.
   */
  stream(code: string, options: StreamOptions): Promise<void>
  /** Empties the heap and stays in the raw REPL: runs boot.py, but not main.py. */
  softReset(options?: ReplOptions): Promise<void>
  /** Back to the friendly prompt; with `softReset`, from there into main.py. Then stops listening. */
  exit(options?: ReplOptions & { softReset?: boolean }): Promise<void>
  /** `exit` as far as the board allows. Never throws; safe to call twice. */
  close(): Promise<void>
}

/**
 * MicroPython's raw REPL on an open link: run code, get its output or its exception. Must not know
 * what the code is for. Protocol: MicroPython docs, "MicroPython Interactive Interpreter Mode". Over 200
 * lines: every exchange depends on where the one before has left the board.
 */
import { Mutex } from '../async/mutex'
import { DeviceError } from '../errors'
import type { Deadline } from './deadlines'
import { passOutput } from './program-output'
import { CTRL_B, CTRL_D, enterRawRepl, rawBanner, send, type Wire } from './raw-repl-entry'
import type { ExecOptions, Repl, ReplOptions, StreamOptions } from './repl'
import { deadlineFor } from './repl-deadline'
import { pythonError } from './traceback'
import {
  plainSend,
  rawPaste,
  rawPasteAnswer,
  refuseControlCharacters,
  requestRawPaste,
} from './transmission'

const recoverTimeoutMs = 3000
const resetTimeoutMs = 10_000
const exitTimeoutMs = 2000
const execTimeoutMs = 10_000

/** Its board must be in the raw REPL already: open-repl.ts. */
export class RawRepl implements Repl {
  readonly #wire: Wire
  readonly #mutex = new Mutex()
  #inStep = true
  #knowsRawPaste = true
  /** A raw paste was requested, and its answer not yet read. */
  #requested = false
  #released = false

  constructor(wire: Wire) {
    this.#wire = wire
    // What goes by from here on is code and files: a report shall tell of it, but not hold it.
    wire.link.traffic?.keep({ in: 'count', out: 'count' })
  }

  get baudRate(): number {
    return this.#wire.link.baudRate
  }

  async exec(code: string | Uint8Array, options: ExecOptions = {}): Promise<string> {
    const source = typeof code === 'string' ? new TextEncoder().encode(code) : code
    refuseControlCharacters(source)
    const deadline = () => deadlineFor('end of the program', this.#timeFor(source), options)
    const { stdout, stderr } = await this.#exclusively(options.signal, deadline, async (p) =>
      this.#run(source, p, options),
    )
    if (stderr) this.#wire.link.traffic?.note(`raised on the board: ${stderr.trim()}`)
    if (stderr) throw pythonError(stderr)
    return stdout.replaceAll('\r\n', '\n')
  }

  async stream(code: string, options: StreamOptions): Promise<void> {
    const { signal } = options
    const source = new TextEncoder().encode(code)
    refuseControlCharacters(source)
    // Only the program may take for ever, not the board that is to take it.
    const deadline = () =>
      deadlineFor('board that takes the program', this.#timeFor(source), options)
    const stderr = await this.#exclusively(signal, deadline, async (p) => {
      this.#wire.link.traffic?.note(`raw REPL runs ${source.length} bytes of code`)
      this.#requested = await this.#transmit(source, p, {})
      return passOutput(this.#wire.reader, options)
    })
    if (stderr) throw pythonError(stderr)
  }

  async softReset(options: ReplOptions = {}): Promise<void> {
    const deadline = () => deadlineFor('end of the soft reset', resetTimeoutMs, options)
    await this.#exclusively(options.signal, deadline, async (p) => {
      await this.#toPrompt(p)
      await send(this.#wire, [CTRL_D], p)
      await this.#wire.reader.readUntil(rawBanner, p.options)
    })
  }

  async exit(options: ReplOptions & { softReset?: boolean } = {}): Promise<void> {
    const deadline = () => deadlineFor('friendly prompt', exitTimeoutMs, options)
    await this.#exclusively(options.signal, deadline, async (p) => {
      await this.#toPrompt(p)
      await send(this.#wire, [CTRL_B], p)
      await this.#wire.reader.readUntil('>>> ', p.options)
      if (options.softReset) await send(this.#wire, [CTRL_D], p)
      this.#release()
    })
  }

  async close(): Promise<void> {
    if (!this.#released) await this.exit().catch(() => undefined)
    this.#release()
  }

  #release() {
    if (this.#released) return
    this.#wire.reader.release()
    this.#wire.link.traffic?.keep({ in: 'keep', out: 'keep' })
    this.#released = true
  }

  /** One exchange, beginning at the raw prompt. The deadline begins when it is its turn. */
  #exclusively<T>(
    signal: AbortSignal | undefined,
    deadline: () => Deadline,
    exchange: (deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    return this.#mutex.run(async () => {
      signal?.throwIfAborted()
      if (this.#released) throw new DeviceError('unexpected', 'This REPL has been closed.')
      const own = deadline()
      try {
        if (!this.#inStep) await this.#enter(own)
        if (!this.#requested) this.#wire.reader.drain()
        return await exchange(own)
      } catch (error) {
        this.#wire.link.traffic?.note(`raw REPL: ${String(error)}`)
        await this.#recover(error)
        throw error
      }
    })
  }

  #timeFor(source: Uint8Array): number {
    return execTimeoutMs + (3 * source.length * 10_000) / this.baudRate
  }

  async #run(source: Uint8Array, deadline: Deadline, options: ExecOptions) {
    this.#wire.link.traffic?.note(`raw REPL runs ${source.length} bytes of code`)
    this.#requested = await this.#transmit(source, deadline, options)
    return this.#collect(deadline, options)
  }

  async #transmit(source: Uint8Array, deadline: Deadline, options: ExecOptions) {
    const answer = await this.#askForRawPaste(deadline)
    if (typeof answer === 'object') return rawPaste(this.#wire, answer, source, deadline, options)
    this.#knowsRawPaste = false
    if (answer === 'silent') await this.#enter(deadline)
    await plainSend(this.#wire, source, deadline, options)
    return false
  }

  async #askForRawPaste(deadline: Deadline) {
    if (!this.#knowsRawPaste) return 'unsupported'
    if (!this.#requested) await requestRawPaste(this.#wire, deadline)
    this.#requested = false
    return rawPasteAnswer(this.#wire, deadline)
  }

  /** Ends a raw paste that was requested for code that never came. */
  async #toPrompt(deadline: Deadline): Promise<void> {
    if (this.#requested) await this.#run(new Uint8Array(), deadline, {})
  }

  async #collect(deadline: Deadline, { onOutput }: ExecOptions) {
    const stdout = await this.#wire.reader.readUntil(endOfText(onOutput), deadline.options)
    return { stdout: decode(stdout.slice(0, -1)), stderr: await this.#endOfRun(deadline) }
  }

  /** What the program raised, up to the prompt. */
  async #endOfRun(deadline: Deadline): Promise<string> {
    const { reader } = this.#wire
    const stderr = await reader.readUntil(endOfText(), deadline.options)
    const next = await reader.read(1, deadline.options)
    if (next[0] === CTRL_D) throw new DeviceError('repl-protocol', 'The output holds a Ctrl-D.')
    // After SystemExit the board soft-resets, and greets, before it prompts.
    if (decode(next) !== '>') await reader.readUntil(rawBanner, deadline.options)
    return decode(stderr.slice(0, -1))
  }

  async #enter(deadline: Deadline): Promise<void> {
    this.#inStep = this.#requested = false
    await enterRawRepl(this.#wire, deadline)
    this.#inStep = true
  }

  /** After a cancel, a timeout or noise: stop what runs, so that the next exchange can begin. */
  async #recover(cause: unknown): Promise<void> {
    this.#inStep = this.#requested = false
    if (cause instanceof DeviceError && cause.code.startsWith('port-')) return
    // A failure here is not news: the cause is on its way up, and the next exchange tries again.
    await this.#enter(deadlineFor('raw REPL prompt', recoverTimeoutMs)).catch(() => undefined)
  }
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Finds the Ctrl-D that ends a text, and shows `onOutput` each new piece before it. */
function endOfText(onOutput?: (bytes: Uint8Array) => void) {
  let seen = 0
  return (received: Uint8Array) => {
    const end = received.indexOf(CTRL_D, seen)
    const until = end < 0 ? received.length : end
    if (until > seen) onOutput?.(received.slice(seen, until))
    seen = until
    return end < 0 ? undefined : end + 1
  }
}

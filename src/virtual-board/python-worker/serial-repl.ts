/**
 * MicroPython's REPL on the UART: takes bytes one by one, follows the modes of the REPL (shared/runtime/pyexec.c),
 * implements raw-paste mode, and corrects what the WebAssembly port prints differently from the chip.
 */
import {
  cancelled,
  CTRL_A,
  CTRL_B,
  CTRL_C,
  CTRL_D,
  CTRL_E,
  RawPaste,
  unsupported,
  welcome,
  windowFreed,
} from './raw-paste'
import { ReplaceStart, type Filter } from './text-filter'

const ENTER = 13

export interface ReplPorts {
  /** Feeds one byte to MicroPython; true if MicroPython wants a soft reset. */
  feed(byte: number): boolean
  /** The same of a byte that may start code, which a Ctrl-C interrupts. */
  run(byte: number, filter?: Filter): boolean
  /** Takes back a Ctrl-C that came too late to interrupt anything; false if there was none. */
  takeLateInterrupt(): boolean
  transmit(text: string | Uint8Array): void
  /** Calls `work` with room in the heap for `bytes` of code, which the chip does not keep there. */
  withRoom<T>(bytes: number, work: () => T): T
  /** Whether "\n" goes out as CR LF; an echoed "\n" of paste mode does not. */
  cook(cooked: boolean): void
}

export class SerialRepl {
  #raw: boolean
  #lineBytes = 0
  #paste = false
  /** What may become a request for raw paste: Ctrl-E, a letter, Ctrl-A. */
  #request: number[] = []
  #rawPaste: RawPaste | undefined

  constructor(
    private readonly ports: ReplPorts,
    { raw }: { raw: boolean },
  ) {
    this.#raw = raw
  }

  get raw(): boolean {
    return this.#raw
  }

  /** Takes one byte from the UART; returns true after a soft reset, which has been printed. */
  take(byte: number): boolean {
    this.#takeLateInterrupt()
    const exits = this.#take(byte)
    if (!exits) this.#takeLateInterrupt()
    return exits
  }

  /** To the chip a Ctrl-C is a character when no code runs, and changes the mode like any other. */
  #takeLateInterrupt(): void {
    if (this.ports.takeLateInterrupt()) this.#take(CTRL_C)
  }

  #take(byte: number): boolean {
    if (this.#rawPaste) return this.#pasted(this.#rawPaste, byte)
    if (this.#raw && this.#lineBytes === 0) {
      if (this.#request.length > 0 || byte === CTRL_E) return this.#maybeRequest(byte)
    }
    return this.#feed(byte)
  }

  #feed(byte: number): boolean {
    const runs = this.#mayRunCode(byte)
    this.#follow(byte)
    this.ports.cook(!this.#paste)
    const exits = runs ? this.ports.run(byte) : this.ports.feed(byte)
    this.ports.cook(true)
    return this.#announce(exits)
  }

  /** After Ctrl-D on an empty line, and after an uncaught SystemExit. */
  #announce(exits: boolean): boolean {
    if (exits) this.ports.transmit('MPY: soft reboot\r\n')
    return exits
  }

  /** The end of a line at the prompt, or of what the raw REPL and paste mode collect. */
  #mayRunCode(byte: number): boolean {
    return byte === CTRL_D || (byte === ENTER && !this.#raw && !this.#paste)
  }

  /** Follows the mode, and whether the line is empty. */
  #follow(byte: number): void {
    const empty = this.#lineBytes === 0
    if (this.#paste) {
      if (byte === CTRL_C || byte === CTRL_D) this.#paste = false
    } else if (this.#raw) {
      if (byte === CTRL_B) this.#raw = false
    } else if (empty && byte === CTRL_A) this.#raw = true
    else if (empty && byte === CTRL_E) this.#paste = true
    const endsLine = [CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_E].includes(byte)
    const entered = byte === ENTER && !this.#raw && !this.#paste
    this.#lineBytes = endsLine || entered ? 0 : this.#lineBytes + 1
  }

  #maybeRequest(byte: number): boolean {
    this.#request.push(byte)
    const [, letter, end] = this.#request
    if (letter === undefined || (end === undefined && letter > CTRL_D)) return false
    const request = this.#request.splice(0)
    if (end !== CTRL_A) return request.some((held) => this.#feedAsCode(held))
    if (letter === 0x41) this.#rawPaste = new RawPaste()
    this.ports.transmit(this.#rawPaste ? welcome : Uint8Array.of(...unsupported, 0x3e))
    return false
  }

  /** A Ctrl-E that began no request is a byte of code like any other. */
  #feedAsCode(byte: number): boolean {
    const exits = this.#feed(byte)
    if (byte === CTRL_E) this.#lineBytes = 1
    return exits
  }

  #pasted(paste: RawPaste, byte: number): boolean {
    const outcome = paste.push(byte)
    if (outcome === 'more') return false
    if (outcome === 'window') this.ports.transmit(windowFreed)
    else this.#rawPaste = undefined
    if (outcome === 'cancelled') this.ports.transmit(cancelled)
    return outcome === 'end' && this.#execute(paste.code)
  }

  /** In the plain raw REPL the answer begins with OK; after a raw paste it begins with 0x04. */
  #execute(code: readonly number[]): boolean {
    const end = Uint8Array.of(CTRL_D)
    if (code.length === 0) this.ports.transmit(Uint8Array.of(CTRL_D, CTRL_D, CTRL_D, 0x3e))
    if (code.length === 0) return false // the plain raw REPL would take it for a soft reset
    return this.ports.withRoom(code.length, () => {
      for (const byte of code) this.ports.feed(byte)
      return this.#announce(this.ports.run(CTRL_D, new ReplaceStart(2, end)))
    })
  }
}

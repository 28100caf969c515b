/**
 * MicroPython's REPL on the UART: takes the bytes one by one, knows which of its modes the REPL is in,
 * speaks raw paste, and repairs what the WebAssembly port says differently from the chip.
 */
import { CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_E, RawPaste, welcome } from './raw-paste'

export interface ReplPorts {
  /** Feeds one byte to MicroPython; true after a Ctrl-D on an empty line. */
  feed(byte: number): boolean
  transmit(bytes: Uint8Array): void
  /** Blocks. */
  nextByte(): number
  /** Whether "\n" goes out as CR LF; an echoed "\n" of paste mode does not. */
  cook(cooked: boolean): void
  /** Filters what MicroPython prints from now on. */
  filter(filter: ((text: Uint8Array) => Uint8Array) | undefined): void
}

export type ReplEnd = 'soft-reset-friendly' | 'soft-reset-raw'

const text = (value: string) => new TextEncoder().encode(value)

export class SerialRepl {
  #raw: boolean
  #lineBytes = 0
  #paste = false

  constructor(
    private readonly ports: ReplPorts,
    { raw }: { raw: boolean },
  ) {
    this.#raw = raw
  }

  /** Serves until a soft reset is asked for. */
  run(): ReplEnd {
    for (;;) {
      const end = this.#take(this.ports.nextByte())
      if (end) return end
    }
  }

  #take(byte: number): ReplEnd | undefined {
    if (this.#raw && this.#lineBytes === 0 && byte === CTRL_E) return this.#maybeRawPaste()
    if (byte === CTRL_D && this.#lineBytes === 0 && !this.#paste) return this.#softReset()
    this.#follow(byte)
    this.ports.cook(!this.#paste)
    this.ports.feed(byte)
    this.ports.cook(true)
    return undefined
  }

  /** Keeps the mode and whether the line is empty, as MicroPython does (shared/runtime/pyexec.c). */
  #follow(byte: number): void {
    const empty = this.#lineBytes === 0
    if (this.#paste) {
      if (byte === CTRL_C || byte === CTRL_D) this.#paste = false
    } else if (this.#raw) {
      if (byte === CTRL_B) this.#raw = false
    } else if (byte === CTRL_A) this.#raw = true
    else if (byte === CTRL_E && empty) this.#paste = true
    const isControl = [CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_E, 13].includes(byte)
    this.#lineBytes = isControl ? 0 : this.#lineBytes + 1
  }

  #softReset(): ReplEnd {
    // What the port itself would print here depends on its version: say what the chip says.
    this.ports.transmit(text(this.#raw ? 'OK\r\nMPY: soft reboot\r\n' : '\r\nMPY: soft reboot\r\n'))
    return this.#raw ? 'soft-reset-raw' : 'soft-reset-friendly'
  }

  #maybeRawPaste(): ReplEnd | undefined {
    const second = this.ports.nextByte()
    const third = this.ports.nextByte()
    if (second === 0x41 && third === CTRL_A) this.#rawPaste()
    else for (const byte of [second, third]) this.#take(byte)
    return undefined
  }

  #rawPaste(): void {
    this.ports.transmit(welcome)
    const paste = new RawPaste()
    for (;;) {
      const outcome = paste.push(this.ports.nextByte())
      if (outcome === 'window') this.ports.transmit(Uint8Array.of(1))
      if (outcome === 'cancelled') return this.ports.transmit(text('\x04\x04>'))
      if (outcome === 'end') return this.#execute(paste.code)
    }
  }

  /** In the plain raw REPL the answer begins with OK; after a raw paste it begins with 0x04. */
  #execute(code: readonly number[]): void {
    let held: number[] | undefined = []
    this.ports.filter((bytes) => {
      if (!held) return bytes
      held.push(...bytes)
      if (held.length < 2) return new Uint8Array(0)
      const rest = held.slice(2)
      held = undefined
      return Uint8Array.of(CTRL_D, ...rest)
    })
    for (const byte of code) this.ports.feed(byte)
    this.ports.feed(CTRL_D)
    this.ports.filter(undefined)
  }
}

/**
 * Several lines of code into MicroPython's paste mode, as one program. The board echoes each byte as it reads
 * it: no more is sent than its input ring has room for, and nothing runs unless every byte came back.
 * Protocol: `pyexec_friendly_repl` in MicroPython's `shared/runtime/pyexec.c`; tests/golden/repl-v1.23.0.json.
 */
import { concatBytes } from '../bytes/bytes'
import { CTRL_C, CTRL_D, CTRL_E } from './raw-repl-entry'

export interface PasteWire {
  send(bytes: Uint8Array): Promise<void>
  /** What the board prints from now on; returns what ends that. */
  listen(listener: (bytes: Uint8Array) => void): () => void
}

export type PasteOutcome =
  /** All of it runs now. */
  | 'running'
  /** The board was not at a prompt after all, or is gone. Nothing was sent. */
  | 'no-paste-mode'
  /** Something did not come back: given up, and nothing of it ran. */
  | 'incomplete'

/** More than half of what a board's heap takes; a file is the better way long before. */
export const longestPasteBytes = 16 * 1024

/** Half of the board's input ring of 256 bytes, which cuts silently. */
const underWayBytes = 128
const pieceBytes = 64
const silenceMs = 3000
/** Printed meanwhile by a timer or the Wi-Fi, not by us. */
const mostForeignBytes = 4096

const [prompt, greeting, continued] = ['>>> ', 'Ctrl-D to finish\r\n=== ', '\r\n=== ']

/**
 * The lines as paste mode takes them: each ended by CR; control characters, which would end or cancel it, are
 * left out.
 */
export function pasteText(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  return text.replace(/\r\n?|\n/g, '\r').replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '')
}

/** How many lines there are in `text`, however they end; a last one that is empty does not count. */
export const linesIn = (text: string): number =>
  text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n').length

/** @param isTyped something stands at the prompt, which is dropped first */
export async function pasteLines(
  wire: PasteWire,
  text: string,
  isTyped = false,
): Promise<PasteOutcome> {
  const echo = new Echo(wire)
  try {
    if (!(await enterPasteMode(wire, echo, isTyped))) return 'no-paste-mode'
    if (await sendEchoed(wire, echo, pasteText(text))) {
      await wire.send(Uint8Array.of(CTRL_D))
      return 'running'
    }
    await wire.send(Uint8Array.of(CTRL_C))
    return 'incomplete'
  } finally {
    echo.close()
  }
}

async function enterPasteMode(wire: PasteWire, echo: Echo, isTyped: boolean): Promise<boolean> {
  if (isTyped) {
    echo.expect(encode(prompt))
    await wire.send(Uint8Array.of(CTRL_C))
    if (!(await echo.within(0))) return false
  }
  echo.expect(encode(greeting))
  await wire.send(Uint8Array.of(CTRL_E))
  return echo.within(0)
}

async function sendEchoed(wire: PasteWire, echo: Echo, text: string): Promise<boolean> {
  const bytes = encode(text)
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    // A copy: writing may take the buffer away.
    const piece = bytes.slice(at, at + pieceBytes)
    echo.expect(echoOf(piece))
    await wire.send(piece)
    if (!(await echo.within(underWayBytes - pieceBytes))) return false
  }
  return echo.within(0)
}

const encode = (text: string) => new TextEncoder().encode(text)

function echoOf(bytes: Uint8Array): Uint8Array {
  const parts = Array.from(bytes, (byte) =>
    byte === 0x0d ? encode(continued) : Uint8Array.of(byte),
  )
  return concatBytes(parts)
}

/** Waits for bytes in their order; others may stand between them. */
class Echo {
  #expected: number[] = []
  #foreign = 0
  #wake: () => void = () => undefined
  readonly close: () => void

  constructor(wire: PasteWire) {
    this.close = wire.listen((bytes) => this.#take(bytes))
  }

  expect(bytes: Uint8Array): void {
    this.#expected.push(...bytes)
  }

  /** Whether at most `left` bytes have not come, before nothing comes any more. */
  async within(left: number): Promise<boolean> {
    while (this.#expected.length > left) {
      const before = this.#expected.length
      await this.#more()
      if (this.#expected.length === before || this.#foreign > mostForeignBytes) return false
    }
    return true
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, silenceMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #take(bytes: Uint8Array) {
    let at = 0
    for (const byte of bytes) {
      if (byte === this.#expected[at]) at++
      else this.#foreign++
    }
    this.#expected.splice(0, at)
    if (at > 0 || this.#foreign > mostForeignBytes) this.#wake()
  }
}

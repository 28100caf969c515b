/**
 * Restarts and crashes of a running board, as its console hears them: the boot ROM's words, or the noise that
 * they are at 115,200 baud, and the SDK's report of an exception. Keeps the last of them, each with its time.
 */
import { bootNoise } from './boot-noise'
import { bootLineNoiseBytes, bootSource, readBootNoise, type BootReason } from './boot-noise-reader'
import { resetLine } from './boot-log'
import { faultOf, type BootFault } from './boot-fault'
import { LineSplitter } from './line-splitter'

export type BootEvent = {
  /** In ms since 1970. */
  ms: number
} & (
  | ({ is: 'restart' } & BootReason)
  /** The chip has started; why cannot be told from what was heard. */
  | { is: 'unclear-restart' }
  | { is: 'crash'; cause: number; epc1?: string; excvaddr?: string }
  /** A line that says what went wrong while booting. */
  | { is: 'fault'; code: Exclude<BootFault['code'], 'exception'> }
)

const mostEvents = 50
const signatureBytes = 4
/** Noise of a boot that the line stands right behind. */
const unreadable = /^.*[^ -~]/s
const registers = /epc1=(0x[0-9a-f]{1,8}).{0,80}?excvaddr=(0x[0-9a-f]{1,8})/

export class BootEvents {
  readonly #lines = new LineSplitter()
  /** Called after each change. */
  onChange: () => void = () => undefined
  #events: BootEvent[] = []
  /** From a signature on, until there is enough to read. */
  #noise: number[] | undefined
  #last = ''

  /** Oldest first; at most 50. A new list after each change. */
  get events(): readonly BootEvent[] {
    return this.#events
  }

  /** What the board said, at `ms`. */
  push(bytes: Uint8Array, ms: number): void {
    for (const line of this.#lines.push(bytes)) this.#readLine(line.replace(unreadable, ''), ms)
    this.#collect(bytes, ms)
  }

  clear(): void {
    this.#events = []
    this.onChange()
  }

  #collect(bytes: Uint8Array, ms: number) {
    if (this.#noise) return this.#more(bytes, ms)
    const isQuiet = !bytes.includes(0) && !this.#last.includes('\0')
    const text = isQuiet ? '' : this.#last + latin1(bytes)
    const match = bootNoise.exec(text)
    const end = latin1(bytes.subarray(1 - signatureBytes))
    this.#last = (this.#last + end).slice(1 - signatureBytes)
    if (!match) return
    this.#last = ''
    this.#noise = Array.from(
      text.slice(match.index, match.index + bootLineNoiseBytes),
      (character) => character.charCodeAt(0),
    )
    this.#add({ ms, is: 'unclear-restart' })
    this.#more(new Uint8Array(), ms)
  }

  /** The restart is told at once, its reason as soon as it can be read. */
  #more(bytes: Uint8Array, ms: number) {
    const noise = this.#noise!
    const taken = bytes.subarray(0, bootLineNoiseBytes - noise.length)
    noise.push(...taken)
    if (noise.length < bootLineNoiseBytes) return
    this.#noise = undefined
    const reason = readBootNoise(Uint8Array.from(noise))
    const last = this.#events.at(-1)
    if (reason && last?.is === 'unclear-restart') {
      this.#events = this.#events.slice(0, -1)
      this.#add({ ms: last.ms, is: 'restart', ...reason })
    }
    if (taken.length < bytes.length) this.#collect(bytes.subarray(taken.length), ms)
  }

  #readLine(line: string, ms: number) {
    const reset = resetLine.exec(line)
    if (reset) {
      const [resetCause, bootMode] = [Number(reset[1]), Number(reset[2])]
      return this.#add({ ms, is: 'restart', resetCause, source: bootSource(bootMode) })
    }
    const fault = faultOf(line)
    if (fault?.code === 'exception') return this.#add({ ms, is: 'crash', cause: fault.cause })
    if (fault) return this.#add({ ms, is: 'fault', code: fault.code })
    this.#readRegisters(line)
  }

  /** The line after the one that names the exception. */
  #readRegisters(line: string) {
    const last = this.#events.at(-1)
    const [, epc1, excvaddr] = (last?.is === 'crash' && registers.exec(line)) || []
    if (last?.is !== 'crash' || last.epc1 || epc1 === undefined) return
    this.#events = this.#events.slice(0, -1)
    this.#add({ ...last, epc1, excvaddr })
  }

  #add(event: BootEvent) {
    this.#events = [...this.#events, event].slice(-mostEvents)
    this.onChange()
  }
}

const latin1 = (bytes: Uint8Array) => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

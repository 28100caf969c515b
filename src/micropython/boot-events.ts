/**
 * Restarts and crashes of a running board, as its console hears them: the boot ROM's words, or the noise that
 * they are at 115,200 baud, and the SDK's report of an exception. Keeps the last of them, each with its time.
 */
import { bootNoise } from './boot-noise'
import { bootLineNoiseBytes, bootSource, readBootNoise, type BootReason } from './boot-noise-reader'
import { resetLine } from './boot-log'
import { faultOf, type BootFault } from './boot-fault'
import { WantedLines } from './wanted-lines'

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
/** What no line that is read here is without. */
const mayTell = (text: string) =>
  /rst cause:|Fatal exc|epc1=|csum err|rf_cal|flash read err|looks corrupt/.test(text)
/** Noise of a boot that the line stands right behind. */
const unreadable = /^.*[^ -~]/s
const registers = /epc1=(0x[0-9a-f]{1,8}).{0,80}?excvaddr=(0x[0-9a-f]{1,8})/

export class BootEvents {
  readonly #lines = new WantedLines()
  /** Called after each change. */
  onChange: () => void = () => undefined
  #events: BootEvent[] = []
  /** From a signature on, until there is enough to read. */
  #noise: string | undefined
  #noiseMs = 0
  #last = ''

  /** Oldest first; at most 50. A new list after each change. */
  get events(): readonly BootEvent[] {
    return this.#events
  }

  /** What the board said, at `ms`. */
  push(bytes: Uint8Array, ms: number): void {
    for (const line of this.#lines.push(bytes, mayTell)) {
      this.#readLine(line.replace(unreadable, ''), ms)
    }
    this.#collect(bytes, ms)
  }

  clear(): void {
    this.#events = []
    this.onChange()
  }

  #collect(bytes: Uint8Array, ms: number) {
    const isQuiet = this.#noise === undefined && !bytes.includes(0) && !this.#last.includes('\0')
    if (isQuiet) this.#last = lastOf(this.#last + latin1(bytes.subarray(-signatureBytes)))
    else for (let text = latin1(bytes); text !== '';) text = this.#read(text, ms)
  }

  /** @returns what is still to be read of `text`, one character a byte */
  #read(text: string, ms: number): string {
    if (this.#noise !== undefined) return this.#more(this.#noise + text)
    const seen = this.#last + text
    const at = seen.search(bootNoise)
    this.#last = at < 0 ? lastOf(seen) : ''
    if (at < 0) return ''
    this.#noise = ''
    this.#noiseMs = ms
    // The restart is told at once, its reason as soon as it can be read.
    this.#add({ ms, is: 'unclear-restart' })
    return seen.slice(at)
  }

  /** @param noise from a signature on; another one in it is the next restart, before this one was told */
  #more(noise: string): string {
    const next = noise.slice(1).search(bootNoise) + 1
    const end = next > 0 ? Math.min(next, bootLineNoiseBytes) : bootLineNoiseBytes
    const isWhole = noise.length >= end
    this.#noise = isWhole ? undefined : noise
    if (!isWhole) return ''
    const reason = readBootNoise(Uint8Array.from(noise.slice(0, end), (c) => c.charCodeAt(0)))
    if (reason) this.#tell({ ms: this.#noiseMs, is: 'restart', ...reason })
    return noise.slice(end)
  }

  /** In the place of the restart without a reason, unless the list was cleared since. */
  #tell(restart: BootEvent) {
    if (this.#events.at(-1)?.is === 'unclear-restart') this.#events = this.#events.slice(0, -1)
    this.#add(restart)
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

const lastOf = (text: string) => text.slice(1 - signatureBytes)

const latin1 = (bytes: Uint8Array) => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

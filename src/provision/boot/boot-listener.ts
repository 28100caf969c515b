/**
 * Listens to one boot at one baud rate until it is clear what to make of it. Knows the words of ROM,
 * MicroPython and portal through their recognisers; opens nothing, resets nothing.
 */
import { withDeadline } from '../../async/deadline'
import { BootLog } from '../../micropython/boot-log'
import { PortalLines, type PortalState } from '../../micropython/portal-lines'
import { programLines } from '../../micropython/sdk-lines'
import type { SerialLink } from '../../serial/link'
import type { BaudLog } from './boot-diagnosis'
import type { BootCause } from './boot-cause'

export type Heard =
  | { kind: 'running'; report: PortalState }
  /** Decided: the board will not get further by itself. */
  | { kind: 'stopped'; cause: BootCause }
  /** ROM and SDK are content; what follows is at another rate, or does not come. */
  | { kind: 'handed-over' }
  /** Nothing decisive until the deadline; endless if it is more noise than a boot makes. */
  | { kind: 'undecided'; cause: BootCause; readable: boolean; endless?: true }

export interface ListenOptions {
  signal?: AbortSignal
  /** Without a line of a program until then, it is over. What ROM and SDK say does not count. */
  quietMs: number
  /** The board is reset by hand: so much longer until its first byte. */
  byHandMs?: number
  /** Called when that byte is there. */
  onFirstByte?: () => void
  /** With one, so much longer; 0 where readable lines promise nothing. */
  talkingMs: number
  /** Called with the first line of a program. */
  onTalking?: () => void
}

const graceMs = 300
/** Resets without anybody asking; one may come from opening the port. */
const loopResets = 3
/** So often at the beginning of a start, in one hearing: something ends it each time. */
const portalStart = /^Starting captive portal/gm
const loopStarts = 4
const keptChars = 8192
/** Garbage of a wrong baud rate has no dozen printable characters in a row, nor a space between words. */
const readableText = /[A-Za-z][ -~]{10,}/
/** A boot is some hundred bytes of noise at MicroPython's rate; what comes after them shall be text. */
const bootNoiseBytes = 2048
const textShare = 0.6
const late = { code: 'portal-late' } as const
/** What only an SDK says that is content with its flash; at MicroPython's rate the latest of them. */
const sdkLine =
  /^(rf cal sector: |SDK ver: |phy ver: |mode : |bcn \d|dhcp server start|force slp enable|add if\d)/m

export class BootListener {
  readonly #log = new BootLog()
  readonly #portal = new PortalLines()
  #text = ''
  #sizeBytes = 0

  #onBytes = () => {}
  readonly #unsubscribe: () => void

  constructor(private readonly link: SerialLink) {
    this.#unsubscribe = link.subscribe((bytes) => this.#push(bytes))
  }

  get log(): BaudLog {
    return { baudRate: this.link.baudRate, text: this.#text }
  }

  /** Once. Rejects only with the link's own errors and the signal's reason. */
  async listen(options: ListenOptions): Promise<Heard> {
    try {
      const heard = await this.#listen(options)
      // A fault has details that come after it.
      if (heard.kind !== 'stopped') return heard
      await this.#until(graceMs, options.signal, () => undefined)
      return { kind: 'stopped', cause: this.#cause() }
    } finally {
      this.#unsubscribe()
    }
  }

  /**
   * Once, instead of `listen`, at the ROM's rate and without a reset: the cause number of the resets
   * that come by themselves; undefined if there are none within `timeoutMs`.
   */
  async listenForResets(
    timeoutMs: number,
    { signal }: { signal?: AbortSignal },
  ): Promise<number | undefined> {
    try {
      const resets = () => (this.#log.boots >= loopResets ? this.#log.resetCause : undefined)
      return await this.#until(timeoutMs, signal, resets)
    } finally {
      this.#unsubscribe()
    }
  }

  async #listen(options: ListenOptions): Promise<Heard> {
    const { signal, quietMs, talkingMs, onTalking } = options
    await this.#reset(options)
    const early = await this.#until(quietMs, signal, () => this.#decideEarly(talkingMs > 0))
    if (early !== 'talks') return early ?? this.#undecided(false)
    onTalking?.()
    return (await this.#until(talkingMs, signal, () => this.#decide())) ?? this.#undecided(true)
  }

  async #reset({ signal, byHandMs, onFirstByte }: ListenOptions): Promise<void> {
    if (!byHandMs) return
    const hasBegun = () => this.#sizeBytes > 0 || undefined
    if (await this.#until(byHandMs, signal, hasBegun)) onFirstByte?.()
  }

  /** Where a program is waited for, ROM and SDK alone decide nothing: with some crystals they come here. */
  #decideEarly(waitsForTalk: boolean): Heard | 'talks' | undefined {
    const decided = this.#decide()
    if (decided) return decided
    if (waitsForTalk) return this.#talks()
    return this.#handedOver ? { kind: 'handed-over' } : undefined
  }

  #decide(): Heard | undefined {
    const report = this.#portal.state
    if (report) return { kind: 'running', report }
    if (this.#log.fault || this.#log.micropython) return { kind: 'stopped', cause: this.#cause() }
    const starts = this.#text.match(portalStart)?.length ?? 0
    return starts >= loopStarts ? { kind: 'undecided', cause: late, readable: true } : undefined
  }

  /** Past the checks of the SDK; nothing but its own lines may have come since. */
  get #handedOver(): boolean {
    return sdkLine.test(this.#text)
  }

  /** In more noise than a boot makes, a readable dozen of characters is chance. */
  get #isNoise(): boolean {
    if (this.#sizeBytes <= bootNoiseBytes) return false
    const latest = this.#text.slice(-bootNoiseBytes)
    const readable = latest.match(/[ -~\r\n\t]/g)?.length ?? 0
    return readable < latest.length * textShare
  }

  #talks(): 'talks' | undefined {
    if (this.#isNoise) return undefined
    return programLines(this.#text).some((line) => readableText.test(line)) ? 'talks' : undefined
  }

  #undecided(readable: boolean): Heard {
    const { traceback } = this.#log
    if (traceback) {
      const cause = { code: 'portal-crashed', traceback } as const
      return { kind: 'undecided', cause, readable: true }
    }
    if (this.#isNoise) {
      return { kind: 'undecided', cause: { code: 'noise' }, readable: false, endless: true }
    }
    if (!readable && this.#handedOver) return { kind: 'handed-over' }
    return { kind: 'undecided', cause: readable ? late : this.#cause(), readable }
  }

  #cause(): BootCause {
    const { traceback } = this.#log
    if (this.#log.micropython && traceback) return { code: 'portal-crashed', traceback }
    const verdict = this.#log.conclude()
    return verdict.code === 'micropython' ? { code: 'no-portal' } : verdict
  }

  /** What `check` finds in what has come or comes within `timeoutMs`; undefined if nothing. */
  async #until<T>(timeoutMs: number, signal: AbortSignal | undefined, check: () => T | undefined) {
    const late = new Error('late')
    const found = new Promise<T>((resolve, reject) => {
      this.#onBytes = () => {
        const now = check()
        if (now !== undefined) resolve(now)
      }
      this.#onBytes()
      void this.link.ended.then((error) => error && reject(error))
    })
    try {
      return await withDeadline(found, timeoutMs, () => late, { signal })
    } catch (error) {
      if (error === late) return undefined
      throw error
    }
  }

  #push(bytes: Uint8Array): void {
    this.#log.push(bytes)
    this.#portal.push(bytes)
    this.#sizeBytes += bytes.length
    this.#text = (this.#text + new TextDecoder('latin1').decode(bytes)).slice(-keptChars)
    this.#onBytes()
  }
}

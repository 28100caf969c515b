/**
 * Follows a running board by what it prints: portal up, a network tried, refused or joined, stopped,
 * restarted. Reads lines, opens nothing; what is not known changes nothing. Over 200 lines: what a line
 * means depends on all that was said before, so it is one machine.
 */
import type { SerialLink } from '../serial/link'
import type { AccessPoint, BoardNow, ProgramEnd, Refusal } from './board-now'
import { bootNoise } from './boot-noise'
import { LineSplitter } from './line-splitter'
import { readPortalLine, type PortalEvent } from './portal-events'
import { programLines } from './sdk-lines'

const prompt = /^(?:>>> |raw REPL; CTRL-B to exit)/
const restart = /^(?:MPY: soft reboot|Fatal exception)/
/** Between a traceback and the prompt; they do not make it history. */
const greeting = /^(?:MicroPython |Type "help\(\)"|\s*$)/
const longestErrorChars = 200
/** What the portal's files say before the portal begins. */
const portalRemark = /^(?:Not used: |Could not |Wrote )/
const readable = /^[ -~\t]{3,}$/
/** Up to the last byte that no text contains: a first line may follow the boot log without a break. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const noiseBefore = /^.*[\ufffd\0-\x07\x0e-\x1a\x1c-\x1f\x7f]/s

export class BoardWatch {
  readonly #lines = new LineSplitter()
  #now: BoardNow
  #accessPoint: Partial<AccessPoint> = {}
  #traceback = false
  /** What is printed from now on is of what somebody types. */
  #atPrompt = false
  #error: string | undefined
  /** Since the last restart the portal has said that it starts. */
  #portalBegins = false
  /** Of the board's own last attempt since it was started. */
  #refused: Refusal | undefined
  /** Since it was started somebody has come who chooses networks, and sees at once what comes of it. */
  #isChosen = false
  /** It opens only when asked. */
  #staysClosed = false

  /** @param now what is known already */
  constructor(now: BoardNow = { is: 'quiet' }) {
    this.#now = now
    this.#staysClosed = now.is === 'refused' && now.staysClosed === true
    if ('accessPoint' in now) this.#accessPoint = { ...now.accessPoint }
  }

  /** The same object until something changes. */
  get now(): BoardNow {
    return this.#now
  }

  push(bytes: Uint8Array): BoardNow {
    for (const line of this.#lines.push(bytes)) this.#readLine(line)
    // A prompt is never followed by a line's end, and a boot log at another speed hardly ever.
    const { rest } = this.#lines
    if (rest && prompt.test(rest)) this.#stop()
    else if (bootNoise.test(rest)) this.restarted()
    return this.#now
  }

  /** Reset was pressed, or the board has said so. */
  restarted(): void {
    this.#refused = undefined
    this.#begins()
  }

  /** Somebody chooses networks, on a phone or from this page: what was refused before is of no interest. */
  chosen(): void {
    this.#refused = undefined
    this.#isChosen = true
  }

  #begins(): void {
    if (this.#now.is !== 'starting') this.#now = { is: 'starting' }
    this.#accessPoint = {}
    this.#traceback =
      this.#atPrompt =
      this.#portalBegins =
      this.#isChosen =
      this.#staysClosed =
        false
    this.#error = undefined
  }

  #readLine(raw: string): void {
    if (bootNoise.test(raw)) this.restarted()
    const line = raw.replace(noiseBefore, '')
    if (restart.test(line)) return this.restarted()
    if (prompt.test(line)) return this.#stop()
    this.#readTraceback(line)
    const said = readPortalLine(line)
    if (!said) return this.#readOther(line)
    this.#atPrompt = false
    this.#now = this.#after(said)
    if (said.event === 'starting') this.#portalBegins = true
  }

  /** A program that is not the portal has started: what it does, nobody knows here. */
  #readOther(line: string): void {
    if (this.#now.is !== 'starting' || this.#portalBegins || portalRemark.test(line)) return
    if (programLines(`${line}\n`).some((one) => readable.test(one))) this.#now = { is: 'quiet' }
  }

  #after(said: PortalEvent): BoardNow {
    switch (said.event) {
      case 'starting':
        this.#begins()
        return this.#now
      case 'named':
        this.#accessPoint.name = said.name
        return this.#now
      case 'configured':
        this.#accessPoint.address = said.address
        return this.#now
      case 'listening':
        return this.#portalOr(this.#now)
      case 'phone':
        return this.#phoneOn()
      case 'trying':
        return { is: 'trying', network: said.network, ...this.#open() }
      case 'refused':
        return this.#refusedBy({ network: said.network, why: said.why })
      case 'joined':
        return this.#joined(said)
      case 'closed':
        return this.#closed()
      case 'stays-closed':
        this.#staysClosed = true
        return this.#refused ? this.#refusedBy(this.#refused) : { is: 'quiet' }
      case 'app':
        return this.#now.is === 'joined' ? { ...this.#now, app: said.name } : this.#now
    }
  }

  #refusedBy(refusal: Refusal): BoardNow {
    if (!this.#isChosen) this.#refused = refusal
    const closed = this.#staysClosed && { staysClosed: true as const }
    return { is: 'refused', ...refusal, ...this.#open(), ...closed }
  }

  #joined({ network, address }: PortalEvent & { event: 'joined' }): BoardNow {
    // With the portal open, what was refused before has been said, and another network chosen.
    const isSaid = this.#open().accessPoint || this.#refused?.network === network
    const before = isSaid ? undefined : this.#refused
    this.#refused = undefined
    return {
      is: 'joined',
      network,
      address,
      ...this.#open(),
      ...(before && { refused: before }),
    }
  }

  /** Also after an attempt of the board's own, which a phone that comes stops without a word. */
  #phoneOn(): BoardNow {
    this.chosen()
    const now = this.#portalOr(this.#now)
    return now.is === 'portal' && this.#now.is !== 'joined' ? { ...now, phone: true } : this.#now
  }

  #portalOr(other: BoardNow): BoardNow {
    const { accessPoint } = this.#open()
    const refused = this.#refused && { refused: this.#refused }
    return accessPoint ? { is: 'portal', accessPoint, ...refused } : other
  }

  #open(): { accessPoint?: AccessPoint } {
    const { name, address } = this.#accessPoint
    return address === undefined ? {} : { accessPoint: { name, address } }
  }

  /** With a network its work is done; without one it has ended, and the prompt will tell why. */
  #closed(): BoardNow {
    this.#accessPoint = {}
    if (this.#now.is !== 'joined') return { is: 'stopped', end: 'ended' }
    return { ...this.#now, accessPoint: undefined }
  }

  #stop(): void {
    if (this.#atPrompt) return
    this.#atPrompt = true
    const end = this.#end()
    const why = { end, ...(end === 'failed' && { error: this.#error }) }
    this.#now = this.#now.is === 'joined' ? { ...this.#now, ...why } : { is: 'stopped', ...why }
  }

  #end(): ProgramEnd {
    if (!this.#error) return 'ended'
    return this.#error.startsWith('KeyboardInterrupt') ? 'interrupted' : 'failed'
  }

  #readTraceback(line: string): void {
    // Not at the start: a program may have printed half a line before.
    if (line.endsWith('Traceback (most recent call last):')) {
      this.#traceback = true
      this.#error = undefined
    } else if (this.#traceback && !line.startsWith('  ')) {
      this.#traceback = false
      this.#error = line.slice(0, longestErrorChars).replace(/[: ]+$/, '')
    } else if (!this.#traceback && !greeting.test(line)) this.#error = undefined
  }
}

export interface BoardWatcher {
  /** Reset was pressed. */
  restarted(): void
  /** A network is given to the board from this page. */
  chosen(): void
}

/**
 * Follows the board behind `link`, for as long as the link lives.
 * @param onChange called with what the board does now, whenever that has changed
 */
export function watchBoard(
  link: SerialLink,
  known: BoardNow,
  onChange: (now: BoardNow) => void,
): BoardWatcher {
  const watch = new BoardWatch(known)
  let told = known
  const tell = () => {
    if (watch.now !== told) onChange((told = watch.now))
  }
  link.subscribe((bytes) => {
    watch.push(bytes)
    tell()
  })
  return {
    restarted() {
      watch.restarted()
      tell()
    },
    chosen: () => watch.chosen(),
  }
}

/**
 * The client's side of Improv on a link that is open: one question at a time, each with a hard end, whatever the
 * board says meanwhile. What stands between the frames goes to `onText`. Knows nothing of programs or prompts.
 */
import { withDeadline, type DeadlineOptions, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import type { SerialLink } from '../serial/link'
import { readAddress } from './address'
import { askNetworks, askState, askToJoin, commandId, type Credentials } from './commands'
import { frameType, type ImprovFrame } from './frame'
import { ImprovFilter } from './frame-filter'
import { readMessage, type ImprovMessage, type ImprovState } from './messages'
import { merged, readNetwork, type NetworkInReach } from './networks'

/** A board that is just looking for networks answers two seconds later. */
const stateMs = 2500
const scanMs = 15_000
/** A board has 20 seconds for an attempt, and a few more to be sure of a refusal. */
const joinMs = 40_000
/** The address follows the news at once. */
const addressMs = 1500
const mostResults = 256
const nobody = (): void => undefined

/** `unable`: the board does not say why. `busy`: not now. `silent`: no answer came in time. */
export type ImprovJoin =
  { joined: true; address?: string } | { joined: false; why: 'unable' | 'busy' | 'silent' }

/** What a message means for the question that is open; with `graceMs` a better one may follow for so long. */
type Reading<T> = (message: ImprovMessage) => { value: T; graceMs?: number } | undefined

export interface BoardState {
  state: ImprovState
  /** Of a board that has joined, if it tells. */
  address?: string
}

interface Question {
  frame: Uint8Array
  /** For the port's record. */
  about: string
  timeoutMs: number
}

export class ImprovClient {
  readonly #link: SerialLink
  readonly #unsubscribe: () => void
  #read: (message: ImprovMessage) => void = nobody

  /** While it lives the port's record has frames without what is in them. */
  constructor(link: SerialLink, onText: (bytes: Uint8Array) => void = () => undefined) {
    this.#link = link
    link.traffic?.keep({ in: 'skip' })
    const filter = new ImprovFilter((frame) => this.#receive(frame))
    this.#unsubscribe = link.subscribe((bytes) => {
      const text = filter.push(bytes)
      if (text.length > 0) onText(text)
    })
  }

  /** Undefined if nobody answers. Asks twice. */
  async state(options: WaitOptions = {}): Promise<BoardState | undefined> {
    const question = { frame: askState(), about: 'asks for the state', timeoutMs: stateMs }
    const ask = () => this.#ask(question, options, endOfState)
    return (await ask()) ?? (await ask())
  }

  /**
   * One for each name, the strongest first.
   * @throws DeviceError `no-answer` if the board says that it cannot look now, or nothing at all
   */
  async networks(options: WaitOptions = {}): Promise<NetworkInReach[]> {
    const found: NetworkInReach[] = []
    let results = 0
    const ask = { frame: askNetworks(), about: 'asks for networks', timeoutMs: scanMs }
    const end = await this.#ask<'end' | 'refused'>(ask, options, (message) => {
      if (message.is === 'error') return message.error === 'none' ? undefined : { value: 'refused' }
      if (message.is !== 'result' || message.command !== commandId.networks) return undefined
      const one = readNetwork(message.strings)
      if (one) found.push(one)
      const isEnd = message.strings.length === 0 || ++results >= mostResults
      return isEnd ? { value: 'end' } : undefined
    })
    if (end === 'end' || found.length > 0) return merged(found)
    throw new DeviceError('no-answer', `The board has listed no networks: ${end ?? 'silence'}.`)
  }

  /** @throws RangeError for a name or password that no network can have */
  async join(credentials: Credentials, options: WaitOptions = {}): Promise<ImprovJoin> {
    const frame = askToJoin(credentials)
    const question = { frame, about: 'gives a network', timeoutMs: joinMs }
    const ask = () => this.#ask(question, options, endOfJoin)
    const first = await ask()
    // A frame that was damaged on the way is sent once more.
    const end = first === 'damaged' ? await ask() : first
    if (end === 'damaged') return { joined: false, why: 'unable' }
    return end ?? { joined: false, why: 'silent' }
  }

  close(): void {
    this.#unsubscribe()
    this.#link.traffic?.keep({ in: 'keep' })
  }

  /** Writes a frame, of which the port's record keeps that it went, and waits for what ends it. */
  async #ask<T>(
    { frame, about, timeoutMs }: Question,
    { signal }: WaitOptions,
    reading: Reading<T>,
  ): Promise<T | undefined> {
    const unsent = new AbortController()
    const answer = this.#next(timeoutMs, { signal, life: unsent.signal }, reading)
    const { traffic } = this.#link
    traffic?.keep({ out: 'skip' })
    const written = this.#link.write(frame, { signal })
    traffic?.keep({ out: 'keep' })
    traffic?.frame('out', `Improv ${about}`, new Uint8Array(), frame.length)
    // Nobody answers what did not go out.
    written.catch(() => unsent.abort())
    // Both, so that neither is left to fail unseen.
    const [, found] = await Promise.all([written, answer])
    return found
  }

  /** The first message that `reading` makes something of; undefined if none comes in time. */
  async #next<T>(
    timeoutMs: number,
    options: DeadlineOptions,
    reading: Reading<T>,
  ): Promise<T | undefined> {
    const late = new Error('late')
    let grace: ReturnType<typeof setTimeout> | undefined
    let read: (message: ImprovMessage) => void = nobody
    const found = new Promise<T>((resolve, reject) => {
      read = this.#read = (message) => {
        const end = reading(message)
        if (!end) return
        if (!end.graceMs) return resolve(end.value)
        grace ??= setTimeout(() => resolve(end.value), end.graceMs)
      }
      void this.#link.ended.then((error) =>
        reject(error ?? new DeviceError('port-lost', 'The port was closed.')),
      )
    })
    try {
      return await withDeadline(found, timeoutMs, () => late, options)
    } catch (error) {
      if (error === late) return undefined
      throw error
    } finally {
      clearTimeout(grace)
      if (this.#read === read) this.#read = nobody
    }
  }

  #receive(frame: ImprovFrame): void {
    const name = Object.entries(frameType).find(([, type]) => type === frame.type)?.[0]
    const message = readMessage(frame)
    const about = `Improv ${name ?? 'frame'}${message ? '' : ', not understood'}`
    // States and errors have one byte, and nothing to hide.
    const shown = message && message.is !== 'result' ? frame.data : new Uint8Array()
    this.#link.traffic?.frame('in', about, shown, frame.data.length - shown.length)
    if (message) this.#read(message)
  }
}

/** The address of a board that has joined follows its state at once. */
function endOfState(message: ImprovMessage): ReturnType<Reading<BoardState>> {
  if (message.is === 'state') {
    const { state } = message
    return { value: { state }, ...(state === 'joined' && { graceMs: addressMs }) }
  }
  if (message.is !== 'result' || message.command !== commandId.state) return undefined
  return { value: { state: 'joined', address: readAddress(message.strings[0]) } }
}

function endOfJoin(message: ImprovMessage): ReturnType<Reading<ImprovJoin | 'damaged'>> {
  if (message.is === 'state') {
    const isIn = message.state === 'joined'
    return isIn ? { value: { joined: true }, graceMs: addressMs } : undefined
  }
  if (message.is === 'result') {
    if (message.command !== commandId.join) return undefined
    return { value: { joined: true, address: readAddress(message.strings[0]) } }
  }
  if (message.error === 'none') return undefined
  if (message.error === 'damaged') return { value: 'damaged' }
  return { value: { joined: false, why: message.error === 'other' ? 'busy' : 'unable' } }
}

/**
 * Names by the DNS server of the network that the phone is in. Answers are kept as long as their TTL says, and
 * forgotten with the network.
 */
import { pause, type PhoneClock } from './clock'
import { decodeAnswer, encodeQuery, type DnsAddress, type DnsProblem } from './dns-message'
import { DnsNameError } from './dns-name'
import { ExchangeError } from './exchange-error'
import type { Joined, PhoneLink } from './phone-link'
import type { Purpose, TimelineWriter } from './timeline'

const dnsPort = 53
/** Between the tries of one question; each waits twice as long as the one before. */
const firstTryMs = 1000
/** As many as one page could need. */
const maxKept = 64

interface Kept {
  address: string
  untilMs: number
}

export interface ResolveOptions {
  clock: PhoneClock
  /** On `clock`. */
  deadlineMs: number
  purpose: Purpose
  timeline?: TimelineWriter
  signal?: AbortSignal
}

/** What is known of the network that a phone is in now. */
interface Names {
  kept: Map<string, Kept>
  /** Questions under way: whoever wants to know the same waits for that answer. */
  asked: Map<string, Promise<unknown>>
}

const names = new WeakMap<PhoneLink, Names>()

function namesOf(link: PhoneLink): Names {
  const known = names.get(link)
  if (known) return known
  const fresh: Names = { kept: new Map(), asked: new Map() }
  names.set(link, fresh)
  let network = networkOf(link.joined)
  link.onChange(() => {
    const now = networkOf(link.joined)
    if (now === network) return
    network = now
    fresh.kept.clear()
    fresh.asked.clear()
  })
  return fresh
}

const networkOf = (joined: Joined | undefined): string =>
  joined ? [joined.network.ssid.join(), joined.address, joined.dns].join(' ') : ''

/**
 * @param host a name or a dotted IPv4 address, as `URL.hostname` gives it
 * @returns IPv4, dotted
 * @throws ExchangeError
 */
export async function resolve(
  link: PhoneLink,
  host: string,
  options: ResolveOptions,
): Promise<string> {
  if (/^\d+(\.\d+){3}$/.test(host)) return host
  // An IPv6 address; and the phone itself, where no server runs.
  if (host.startsWith('[')) throw new ExchangeError('unreachable')
  if (/(^|\.)localhost\.?$/i.test(host)) throw new ExchangeError('refused')
  const name = host.toLowerCase()
  const { kept, asked } = namesOf(link)
  for (let other = asked.get(name); other; other = asked.get(name)) {
    await other.catch(() => {})
    options.signal?.throwIfAborted()
  }
  const known = kept.get(name)
  if (known && known.untilMs > options.clock.now()) return known.address
  const network = networkOf(link.joined)
  const answer = ask(link, name, options)
  asked.set(name, answer)
  try {
    const { address, ttlS } = await answer
    // An answer that comes late is true in its own network alone.
    if (network === networkOf(link.joined))
      keep(kept, name, { address, untilMs: options.clock.now() + ttlS * 1000 })
    return address
  } finally {
    if (asked.get(name) === answer) asked.delete(name)
  }
}

function keep(kept: Map<string, Kept>, name: string, answer: Kept): void {
  kept.delete(name)
  const [oldest] = kept.keys()
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest)
  kept.set(name, answer)
}

/** Asks again until the deadline, because a datagram may be lost. */
async function ask(link: PhoneLink, name: string, options: ResolveOptions): Promise<DnsAddress> {
  const { clock, deadlineMs, signal } = options
  for (let waitMs = firstTryMs; ; waitMs *= 2) {
    const leftMs = deadlineMs - clock.now()
    if (leftMs <= 0) throw new ExchangeError('dns-silent')
    const startMs = clock.now()
    const found = await askOnce(link, name, Math.min(waitMs, leftMs), options)
    signal?.throwIfAborted()
    if (found) return found
    // Without a socket on the other side the link knows at once that no answer comes; a phone does not.
    await pause(clock, startMs + Math.min(waitMs, leftMs) - clock.now(), signal)
  }
}

/** Undefined: no answer came. */
async function askOnce(
  link: PhoneLink,
  name: string,
  waitMs: number,
  { timeline, purpose }: ResolveOptions,
): Promise<DnsAddress | undefined> {
  const server = link.joined?.dns
  if (server === undefined) throw new ExchangeError('no-network')
  const query = queryFor(name)
  const startedMs = timeline?.now()
  const answer = await link.askUdp(server, dnsPort, query, waitMs)
  const said = answer ? decodeAnswer(query, answer) : undefined
  const address = said && 'address' in said ? said.address : undefined
  timeline?.add({ kind: 'dns', name, purpose, query, answer, address, server }, startedMs)
  if (said && 'problem' in said) throw new ExchangeError(said.problem satisfies DnsProblem)
  return said
}

function queryFor(name: string): Uint8Array {
  try {
    return encodeQuery(name, Math.floor(Math.random() * 0x10000))
  } catch (error) {
    if (error instanceof DnsNameError) throw new ExchangeError('dns-no-such-name')
    throw error
  }
}

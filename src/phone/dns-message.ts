/**
 * The DNS messages of a phone (RFC 1035, 4): a question for the IPv4 address of a name, and what the answer says.
 * Strict: what a resolver would not use is a problem, never an address.
 */
import { concatBytes } from '../bytes/bytes'
import { decodeName, DnsNameError, encodeName } from './dns-name'

const headerBytes = 12
/** Without EDNS (RFC 1035, 2.3.4). */
const maxMessageBytes = 512
const typeA = 1
const typeCname = 5
const classIn = 1
/** A resolver follows no more aliases than this. */
const maxAliases = 8

/**
 * Why an answer gives no address: REFUSED; NXDOMAIN; another error of the server; no address under that name; not an
 * answer to this question.
 */
export type DnsProblem =
  'dns-refused' | 'dns-no-such-name' | 'dns-failed' | 'dns-no-address' | 'dns-malformed'

export interface DnsAddress {
  /** IPv4, dotted. */
  address: string
  /** In seconds; what does not fit 31 bits counts as 0 (RFC 2181, 8). */
  ttlS: number
}

export type DnsAnswer = DnsAddress | { problem: DnsProblem }

/**
 * @param id 0 to 65535
 * @throws DnsNameError
 */
export function encodeQuery(name: string, id: number): Uint8Array {
  // RD, one question; A, IN.
  const header = [id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
  return concatBytes([
    Uint8Array.from(header),
    encodeName(name),
    Uint8Array.of(0, typeA, 0, classIn),
  ])
}

/** What `answer` says to `query`, which `encodeQuery` has made. Never throws. */
export function decodeAnswer(query: Uint8Array, answer: Uint8Array): DnsAnswer {
  if (answer.length < headerBytes || answer.length > maxMessageBytes) return malformed
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength)
  if (view.getUint16(0) !== (((query[0] ?? 0) << 8) | (query[1] ?? 0))) return malformed
  const flags = view.getUint16(2)
  const isResponse = flags >> 15 === 1
  const opcode = (flags >> 11) & 15
  if (!isResponse || opcode !== 0) return malformed
  const problem = problemOf(flags & 15)
  if (problem) return { problem }
  try {
    return addressIn(query, view)
  } catch (error) {
    if (error instanceof DnsNameError || error instanceof RangeError) return malformed
    throw error
  }
}

const malformed = { problem: 'dns-malformed' } as const

function problemOf(rcode: number): DnsProblem | undefined {
  if (rcode === 0) return undefined
  if (rcode === 3) return 'dns-no-such-name'
  return rcode === 5 ? 'dns-refused' : 'dns-failed'
}

interface Resource {
  name: string
  type: number
  ttlS: number
  /** Of an A record. */
  address?: string
  /** Of a CNAME record. */
  alias?: string
}

function addressIn(query: Uint8Array, view: DataView): DnsAnswer {
  const message = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  const asked = decodeName(query, headerBytes)
  const repeated = decodeName(message, headerBytes)
  const isSame =
    view.getUint16(4) === 1 &&
    repeated.name === asked.name &&
    view.getUint16(repeated.end) === typeA &&
    view.getUint16(repeated.end + 2) === classIn
  if (!isSame) return malformed
  return follow(asked.name, resources(message, view, repeated.end + 4, view.getUint16(6)))
}

/** @throws RangeError, DnsNameError if they are fewer than `count`; each takes 11 bytes or more of at most 512 */
function resources(message: Uint8Array, view: DataView, start: number, count: number): Resource[] {
  const found: Resource[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    const { name, end } = decodeName(message, at)
    const [type, kind] = [view.getUint16(end), view.getUint16(end + 2)]
    const seconds = view.getUint32(end + 4)
    const data = end + 10
    at = data + view.getUint16(end + 8)
    if (at > message.length) throw new RangeError('The record has no end.')
    if (kind !== classIn) continue
    const ttlS = seconds > 0x7fff_ffff ? 0 : seconds
    if (type === typeCname) found.push({ name, type, ttlS, alias: decodeName(message, data).name })
    if (type === typeA && at - data === 4) {
      found.push({ name, type, ttlS, address: message.slice(data, at).join('.') })
    }
  }
  return found
}

/** The first address of the name, or of what it is an alias of. */
function follow(asked: string, records: readonly Resource[]): DnsAnswer {
  let name = asked
  let shortest = Infinity
  for (let aliases = 0; aliases <= maxAliases; aliases++) {
    const found =
      records.find((one) => one.name === name && one.address !== undefined) ??
      records.find((one) => one.name === name && one.alias !== undefined)
    if (!found) break
    shortest = Math.min(shortest, found.ttlS)
    if (found.address !== undefined) return { address: found.address, ttlS: shortest }
    name = found.alias ?? name
  }
  return { problem: 'dns-no-address' }
}

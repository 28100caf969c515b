/**
 * The networks that the portal remembers, as its file (`credentialsPath`) has them: with a network that was
 * given on the page the board joins at its first boot, without a phone. Format and rules:
 * firmware/lib/captive_portal/credentials.py, which reads what is written here.
 */
import { fromHex, toHex } from '../../bytes/hex'
import { DeviceError } from '../../errors'

const header = 'captive_portal 1'
const rememberedNetworks = 8

export interface WifiNetwork {
  /** 1 to 32 bytes as UTF-8. */
  name: string
  /** Empty for an open network, else 8 to 63 bytes, a key of 64 hexadecimal digits, or WEP's 5 bytes. */
  password: string
}

interface Pair {
  ssid: Uint8Array
  key: Uint8Array
}

const encode = (text: string) => new TextEncoder().encode(text)

/**
 * The file with `network` in front of those that `existing` remembers.
 * @throws DeviceError 'preset-invalid' for a name or password that no network can have
 */
export function withNetwork(network: WifiNetwork, existing?: Uint8Array): Uint8Array<ArrayBuffer> {
  return withPair({ ssid: encode(network.name), key: encode(network.password) }, existing)
}

/** The same for a name that need not be text. */
export function withPair(first: Pair, existing?: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!isValid(first)) {
    const lengths = `${first.ssid.length} and ${first.key.length} bytes`
    throw new DeviceError('preset-invalid', `Name and password of the network: ${lengths}.`)
  }
  const others = remembered(existing).filter(({ ssid }) => toHex(ssid) !== toHex(first.ssid))
  const lines = [first, ...others].slice(0, rememberedNetworks).map(lineOf)
  return encode([header, ...lines, ''].join('\n'))
}

/** True if a line of `bytes` is a network as the portal reads it; the line that names the format may be missing. */
export const namesNetwork = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1')
    .decode(bytes)
    .split('\n')
    .some((line) => parseLine(line) !== undefined)

function remembered(file: Uint8Array | undefined): Pair[] {
  if (!file) return []
  const text = new TextDecoder('latin1').decode(file)
  const pairs = text
    .split('\n')
    .map(parseLine)
    .filter((pair) => pair !== undefined)
  return pairs.length > 0 || text.startsWith(header) ? pairs : fromSeries(text)
}

function parseLine(line: string): Pair | undefined {
  const [ssid, key, check, ...rest] = line.trim().split(' ')
  if (ssid === undefined || key === undefined || rest.length > 0) return undefined
  const hex = /^([0-9a-f]{2})*$/i
  if (!hex.test(ssid) || !hex.test(key) || check !== checkSum(ssid + key)) return undefined
  const pair = { ssid: fromHex(ssid), key: fromHex(key) }
  return isValid(pair) ? pair : undefined
}

/** "name,password": both may contain commas, so every reading that makes sense. */
function fromSeries(text: string): Pair[] {
  const bytes = (part: string) => Uint8Array.from(part, (char) => char.charCodeAt(0))
  const parts = text.split(',')
  return parts
    .slice(1)
    .map((_, index) => ({
      ssid: bytes(parts.slice(0, index + 1).join(',')),
      key: bytes(parts.slice(index + 1).join(',')),
    }))
    .filter((pair) => pair.key.length !== 5 && isValid(pair)) // the series knew no WEP
}

function isValid({ ssid, key }: Pair): boolean {
  const named = ssid.length > 0 && ssid.length <= 32
  return named && ([0, 5].includes(key.length) || (key.length >= 8 && key.length <= 64))
}

function lineOf({ ssid, key }: Pair): string {
  const [name, password] = [toHex(ssid), toHex(key)]
  return `${name} ${password} ${checkSum(name + password)}`
}

/**
 * Fletcher-16 variant over the ASCII codes of `digits`, modulo 251, seed 1 for both sums; returns 4 hex
 * digits, the second sum first. The same as in credentials.py.
 */
function checkSum(digits: string): string {
  let low = 1
  let high = 1
  for (const byte of encode(digits)) {
    low = (low + byte) % 251
    high = (high + low) % 251
  }
  return toHex(Uint8Array.of(high, low))
}

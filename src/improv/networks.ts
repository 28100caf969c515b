/** Networks as a board sees them: one for each name, the strongest first. */
import { toHex } from '../bytes/hex'

export interface NetworkInReach {
  /** 1 to 32 bytes, which need not be text. */
  name: Uint8Array
  /** -127 to 0. */
  signalDbm: number
  /** It wants a password. */
  secured: boolean
}

/** More than a board sees in a city; a hostile one may send without end. */
const mostNetworks = 64

/** A result of three strings: name, dBm as digits, YES or NO. Undefined if it is none. */
export function readNetwork(strings: readonly Uint8Array[]): NetworkInReach | undefined {
  const [name, signal, secured] = strings
  if (!name || !signal || !secured || strings.length !== 3) return undefined
  const [digits, answer] = [signal, secured].map((bytes) => new TextDecoder('latin1').decode(bytes))
  if (!/^-?\d{1,3}$/.test(digits!) || !/^(?:YES|NO)$/.test(answer!)) return undefined
  return network(name, Number(digits), answer === 'YES')
}

/** Undefined for a name that none can have, such as those of hidden networks: nothing, or zeros. */
export function network(
  name: Uint8Array,
  signalDbm: number,
  secured: boolean,
): NetworkInReach | undefined {
  if (name.length < 1 || name.length > 32 || name.every((byte) => byte === 0)) return undefined
  if (!(signalDbm >= -127 && signalDbm <= 0)) return undefined
  return { name, signalDbm, secured }
}

/** Of those with one name the strongest stays: routers, repeaters and both bands have the same. */
export function merged(found: readonly NetworkInReach[]): NetworkInReach[] {
  const byName = new Map<string, NetworkInReach>()
  for (const one of found) {
    const key = toHex(one.name)
    const known = byName.get(key)
    if (!known || one.signalDbm > known.signalDbm) byName.set(key, one)
  }
  return [...byName.values()].sort((a, b) => b.signalDbm - a.signalDbm).slice(0, mostNetworks)
}

/** 1 to 4, with the limits of phones. */
export function barsOf({ signalDbm }: Pick<NetworkInReach, 'signalDbm'>): number {
  const steps = [-78, -67, -55]
  return 1 + steps.filter((dbm) => signalDbm >= dbm).length
}

/** Names in DNS messages (RFC 1035, 3.1 and 4.1.4): labels of 1 to 63 bytes, 255 bytes in all, pointers. */

/** With length bytes and the closing zero. */
const maxNameBytes = 255
const maxLabelBytes = 63
const pointerBits = 0xc0

/** A name that a message cannot hold, or that a message holds wrongly. */
export class DnsNameError extends Error {}

/** @throws DnsNameError if `name` is not ASCII or has a label or length that RFC 1035 does not allow */
export function encodeName(name: string): Uint8Array {
  const labels = name.replace(/\.$/, '').split('.')
  const isLabel = (label: string) => /^[!-~]+$/.test(label) && label.length <= maxLabelBytes
  if (!labels.every(isLabel)) throw new DnsNameError('No name for DNS.')
  const bytes = labels.flatMap((label) => [label.length, ...new TextEncoder().encode(label)])
  if (bytes.length + 1 > maxNameBytes) throw new DnsNameError('The name is too long.')
  return Uint8Array.from([...bytes, 0])
}

export interface DecodedName {
  /** In lower case, without a dot at the end. */
  name: string
  /** Index of the byte after it, where it stands. */
  end: number
}

/**
 * The name at `start`. Pointers may only lead backwards, so that every chain of them ends.
 * @throws DnsNameError
 */
export function decodeName(message: Uint8Array, start: number): DecodedName {
  const labels: string[] = []
  let at = start
  let end: number | undefined
  let lowest = start
  let size = 1
  for (;;) {
    const length = message[at]
    if (length === undefined) throw new DnsNameError('The name has no end.')
    if (length === 0) return { name: labels.join('.'), end: end ?? at + 1 }
    if ((length & pointerBits) === pointerBits) {
      end ??= at + 2
      at = lowest = pointerAt(message, at, lowest)
      continue
    }
    size += length + 1
    labels.push(labelAt(message, at, length, size))
    at += length + 1
  }
}

function pointerAt(message: Uint8Array, at: number, lowest: number): number {
  const low = message[at + 1]
  if (low === undefined) throw new DnsNameError('The pointer has no end.')
  const target = (((message[at] ?? 0) & ~pointerBits) << 8) | low
  if (target >= lowest) throw new DnsNameError('The pointer does not lead backwards.')
  return target
}

function labelAt(message: Uint8Array, at: number, length: number, size: number): string {
  if (length > maxLabelBytes) throw new DnsNameError('No such kind of label.')
  if (size > maxNameBytes) throw new DnsNameError('The name is too long.')
  const bytes = message.subarray(at + 1, at + 1 + length)
  if (bytes.length < length) throw new DnsNameError('The label has no end.')
  return String.fromCharCode(...bytes).toLowerCase()
}

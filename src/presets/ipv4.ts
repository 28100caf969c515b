/** IPv4 addresses as numbers, and which of them a board can have in its home network. Pure. */

/** As an unsigned number of 32 bits; undefined for what is no address in dotted decimal. */
export function ipv4Number(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (!parts || parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** True for a mask of ones and then zeros, /8 to /30: smaller networks have no room for board and router. */
export function isNetmask(mask: number): boolean {
  const zeros = 2 ** 32 - mask
  const bits = Math.log2(zeros)
  return Number.isInteger(bits) && bits >= 2 && bits <= 24
}

/** Both in one network, whose mask is `mask`. */
export const isSameNetwork = (a: number, b: number, mask: number): boolean =>
  (a & mask) === (b & mask)

/** False for the network's own address and for that of everybody in it. */
export function isHostIn(address: number, mask: number): boolean {
  const host = (address & ~mask) >>> 0
  return host !== 0 && host !== ~mask >>> 0
}

/** Of a home network (RFC 1918): 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. */
export function isPrivate(address: number): boolean {
  const [first, second] = [Math.floor(address / 2 ** 24), Math.floor(address / 2 ** 16) % 256]
  if (first === 172) return second >= 16 && second <= 31
  return first === 10 || (first === 192 && second === 168)
}

/** Of one machine: neither this host, nor the machine itself, nor a group. */
export function isUnicast(address: number): boolean {
  const first = Math.floor(address / 2 ** 24)
  return first >= 1 && first <= 223 && first !== 127
}

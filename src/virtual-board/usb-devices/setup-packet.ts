/** The eight bytes with which a control transfer begins. */
export interface SetupPacket {
  /** bmRequestType: direction (0x80 in), type (0x20 class, 0x40 vendor), recipient (1 interface, 2 endpoint). */
  type: number
  request: number
  value: number
  index: number
  length: number
}

/** A setup packet in words, for the log of requests that nobody knows. */
export function describe({ type, request, value, index, length }: SetupPacket): string {
  const direction = type & 0x80 ? 'in' : 'out'
  const words = `type ${hex(type, 2)} (${direction}), request ${hex(request, 2)}`
  return `${words}, value ${hex(value, 4)}, index ${hex(index, 4)}, length ${length}`
}

const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`

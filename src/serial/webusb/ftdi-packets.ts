/**
 * What an FTDI chip puts into its packets: two bytes of status, then what was received. After the Linux kernel's
 * ftdi_process_packet, drivers/usb/serial/ftdi_sio.c (6.12).
 */
import type { Received } from './driver'
import { inputSignals } from './lines'
import type { LineErrorName } from './port-errors'

const statusBytes = 2
/** First byte of status. */
const modem = { cts: 0x10, dsr: 0x20, ring: 0x40, dcd: 0x80 } as const
/** Second byte. */
const lineStatus = {
  overrun: 0x02,
  parity: 0x04,
  framing: 0x08,
  break: 0x10,
  transmitterEmpty: 0x40,
} as const

/**
 * @param packetBytes  of the endpoint: a transfer is packets of this size, and at its end a shorter one
 * @param checksParity without it bytes with errors pass as they are, as on a Linux tty
 */
export function unpackPackets(
  data: Uint8Array,
  packetBytes: number,
  checksParity: boolean,
): Received {
  const received: (Uint8Array | LineErrorName)[] = []
  for (let at = 0; at < data.length; at += packetBytes) {
    const packet = data.subarray(at, at + packetBytes)
    const bytes = packet.subarray(statusBytes)
    // Errors are those of data; in a packet without any they are old.
    if (bytes.length > 0) received.push(...withErrors(bytes, packet[1] ?? 0, checksParity))
  }
  return received
}

function withErrors(bytes: Uint8Array, status: number, checksParity: boolean): Received {
  const overrun: LineErrorName[] = status & lineStatus.overrun ? ['BufferOverrunError'] : []
  // A break is the last byte, and only if that is 0.
  if (status & lineStatus.break && bytes.at(-1) === 0) {
    return [...overrun, bytes.subarray(0, -1), 'BreakError']
  }
  const isWrong = (status & (lineStatus.parity | lineStatus.framing)) !== 0
  // As on a Linux tty, where framing and parity errors are one, and the byte is none.
  if (isWrong && checksParity) return [...overrun, 'ParityError']
  return [...overrun, bytes]
}

export const inputsOf = ([bits = 0]: Uint8Array): SerialInputSignals => inputSignals(bits, modem)

export const isTransmitterEmpty = ([, bits = 0]: Uint8Array): boolean =>
  (bits & lineStatus.transmitterEmpty) !== 0

/** The oldest chip wants a byte with length and port before what is sent in each packet. */
export function withLengthBytes(bytes: Uint8Array, packetBytes: number): Uint8Array {
  const room = packetBytes - 1
  const packets = Math.ceil(bytes.length / room)
  const packed = new Uint8Array(bytes.length + packets)
  for (let index = 0; index < packets; index++) {
    const part = bytes.subarray(index * room, (index + 1) * room)
    packed[index * packetBytes] = (part.length << 2) | 1
    packed.set(part, index * packetBytes + 1)
  }
  return packed
}

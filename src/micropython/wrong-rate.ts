/**
 * What a UART at one rate reads of text that is sent at another: 8N1, each bit sampled in its middle; bytes without a right stop bit
 * are kept. The boot
 * ROM speaks at 74,880 baud; from what a console at 115,200 hears of it, the words can be found again.
 */

export interface WrongRate {
  /** Of the sender, in baud. */
  sentAt: number
  /** Of the receiver, in baud. */
  readAt: number
}

const bitsPerByte = 10
/** In which a receiver looks for the edge of a start bit, as hardware does: 16 times a bit. */
const stepsPerBit = 16

/** @param bytes sent without a pause between them, out of silence */
export function heardAtWrongRate(bytes: Uint8Array, rate: WrongRate): Uint8Array {
  const perBit = rate.sentAt / rate.readAt
  const end = bytes.length * bitsPerByte
  const heard: number[] = []
  // In bits of the sender.
  let time = 0
  while ((time = nextLow(bytes, time, perBit / stepsPerBit, end)) < end) {
    let value = 0
    for (let bit = 0; bit < 8; bit++) {
      if (isHigh(bytes, time + perBit * (1.5 + bit))) value |= 1 << bit
    }
    time += perBit * 9.5
    heard.push(value)
    while (time < end && !isHigh(bytes, time)) time += perBit / stepsPerBit
  }
  return Uint8Array.from(heard)
}

/** When a start bit begins that is still low in its middle. */
function nextLow(bytes: Uint8Array, from: number, step: number, end: number): number {
  let time = from
  const middle = (step * stepsPerBit) / 2
  while (time < end && (isHigh(bytes, time) || isHigh(bytes, time + middle))) time += step
  return time
}

function isHigh(bytes: Uint8Array, time: number): boolean {
  const bit = Math.floor(time) % bitsPerByte
  const byte = bytes[Math.floor(time / bitsPerByte)]
  if (byte === undefined || bit === bitsPerByte - 1) return true
  return bit > 0 && ((byte >> (bit - 1)) & 1) === 1
}

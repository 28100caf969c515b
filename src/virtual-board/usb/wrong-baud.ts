/**
 * What a UART reads of bytes that were sent at another baud rate: the sent bits are laid out in time and sampled
 * again, 8N1, so that the garbage is that of a real wire.
 */

/** Relative error of the rate up to which a frame of 10 bits is read rightly. */
const tolerance = 0.035
const stepsPerBit = 16

/** Whether a receiver at `readAt` baud reads bytes sent at `sentAt` baud rightly. */
export function isWithinTolerance(sentAt: number, readAt: number): boolean {
  return Math.abs(sentAt / readAt - 1) <= tolerance
}

/**
 * Returns what a receiver at `readAt` baud reads of `bytes` sent at `sentAt` baud.
 * @param keepsBadFrames whether bytes without a right stop bit are handed on
 */
export function resample(
  bytes: Uint8Array,
  sentAt: number,
  readAt: number,
  keepsBadFrames = true,
): Uint8Array {
  const isHigh = (time: number) => levelOf(bytes, Math.floor(time * sentAt))
  const end = (bytes.length * 10) / sentAt
  const bit = 1 / readAt
  const step = bit / stepsPerBit
  const received: number[] = []
  let time = 0
  while (time < end) {
    if (isHigh(time) || isHigh(time + bit / 2)) {
      time += step
      continue
    }
    let value = 0
    for (let i = 0; i < 8; i++) value |= Number(isHigh(time + bit * (1.5 + i))) << i
    time += bit * 9.5
    if (keepsBadFrames || isHigh(time)) received.push(value)
    while (time < end && !isHigh(time)) time += step // a stop bit that is none: wait for the idle level
  }
  return Uint8Array.from(received)
}

function levelOf(bytes: Uint8Array, bitIndex: number): boolean {
  const position = bitIndex % 10
  const byte = bytes[(bitIndex - position) / 10]
  if (byte === undefined || position === 9) return true
  return position > 0 && ((byte >> (position - 1)) & 1) === 1
}

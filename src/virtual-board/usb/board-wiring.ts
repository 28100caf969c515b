/**
 * RX and TX between USB bridge and chip: bytes, with the rate at which they were sent, pass the armed faults
 * and arrive as a receiver at its own rate reads them.
 */
import type { Clock } from '../clock'
import type { BitErrors, Faults } from '../faults'
import { UartLine } from './uart-line'
import type { UsbBridge } from './usb-bridge'
import { isWithinTolerance, resample } from './wrong-baud'

export interface WiringOptions {
  clock: Clock
  /** Of both wires, as UartLine's. */
  speed: number
  faults: Faults
}

/** The chip's UART receiver. */
export interface ChipUart {
  /** Its rate in baud; undefined while it measures that of the sender. */
  readonly listensAt: number | undefined
  receive(bytes: Uint8Array, baudRate: number): void
}

/** @param bridge  read for each delivery, because a bridge is made from its line to the chip */
export function lineToHost(
  { clock, speed, faults }: WiringOptions,
  bridge: () => UsbBridge,
  /** Whether the host gets bytes without a right stop bit. */
  keepsBadFrames: boolean,
): UartLine {
  const deliver = (bytes: Uint8Array, sentAt: number) => {
    const { client, baudRate } = bridge()
    faults.transfer(bytes, 'toHost', (arrived) =>
      client?.receive(received(arrived, sentAt, baudRate, faults, keepsBadFrames)),
    )
  }
  return new UartLine({ clock, speed, deliver, room: () => bridge().client?.room() ?? Infinity })
}

/** @param chip  read for each delivery, because a chip is made from its line to the host */
export function lineToChip(
  { clock, speed, faults }: WiringOptions,
  chip: () => ChipUart,
): UartLine {
  const deliver = (bytes: Uint8Array, sentAt: number) => {
    const readAt = chip().listensAt ?? sentAt
    faults.transfer(bytes, 'toChip', (arrived) =>
      chip().receive(received(arrived, sentAt, readAt, faults), sentAt),
    )
  }
  return new UartLine({ clock, speed, deliver, room: () => Infinity })
}

/** What a receiver at `readAt` baud reads of bytes sent at `sentAt` baud. */
function received(
  bytes: Uint8Array,
  sentAt: number,
  readAt: number,
  faults: Faults,
  keepsBadFrames = true,
): Uint8Array {
  const noisy = withBitErrors(bytes, sentAt, faults.bitErrors)
  const tooFast = sentAt > (faults.maxBaudRate ?? Infinity)
  if (tooFast) return resample(noisy, sentAt, sentAt * 0.87, keepsBadFrames)
  return isWithinTolerance(sentAt, readAt) ? noisy : resample(noisy, sentAt, readAt, keepsBadFrames)
}

function withBitErrors(
  bytes: Uint8Array,
  sentAt: number,
  errors: BitErrors | undefined,
): Uint8Array {
  // A rate is made by a divider: a little less than its name.
  if (!errors || sentAt < errors.fromBaudRate * 0.95) return bytes
  const { onePer, random } = errors
  return bytes.map((byte) =>
    random() * onePer < 1 ? byte ^ (1 << Math.floor(random() * 8)) : byte,
  )
}

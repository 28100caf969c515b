/**
 * The requests that CDC-ACM and PL2303 have in common: seven bytes for rate and format, one request for both lines,
 * one for break. Universal Serial Bus Class Definitions for Communication Devices, PSTN subclass 1.2, chapter 6.3;
 * drivers/usb/class/cdc-acm.c and drivers/usb/serial/pl2303.c of the Linux kernel (6.12).
 */
import type { LineSettings, OutputLines } from './driver'
import type { Requests } from './requests'

export const lineRequest = {
  setLineCoding: 0x20,
  getLineCoding: 0x21,
  setControlLineState: 0x22,
  sendBreak: 0x23,
} as const

const line = { dtr: 0x01, rts: 0x02 } as const
const stopBitsCode = { 1: 0, 2: 2 } as const
const parityCode = { none: 0, odd: 1, even: 2 } as const
/** Until it is ended with `breakOff`. */
const breakOn = 0xffff
const breakOff = 0

/** @param rate  the first four bytes, as the chip wants them */
export function lineCoding(rate: Uint8Array, settings: LineSettings): Uint8Array {
  const { stopBits, parity, dataBits } = settings
  return Uint8Array.of(...rate, stopBitsCode[stopBits], parityCode[parity], dataBits)
}

/** A rate in baud as a number of four bytes. */
export function rateBytes(baudRate: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, baudRate, true)
  return bytes
}

/** Both lines are in each request. */
export const writeLines = (requests: Requests, index: number, { dtr, rts }: OutputLines) =>
  requests.write(
    lineRequest.setControlLineState,
    (dtr ? line.dtr : 0) | (rts ? line.rts : 0),
    index,
  )

export const writeBreak = (requests: Requests, index: number, on: boolean) =>
  requests.write(lineRequest.sendBreak, on ? breakOn : breakOff, index)

/** Input and output lines as bits, where several chips have the same arrangement. */
import type { OutputLine, OutputLines } from './driver'

export interface InputBits {
  cts: number
  dsr: number
  ring: number
  dcd: number
}

/** @param mask  the bit of each line; 0 for one that the chip does not have */
export const inputSignals = (bits: number, mask: InputBits): SerialInputSignals => ({
  clearToSend: (bits & mask.cts) !== 0,
  dataSetReady: (bits & mask.dsr) !== 0,
  ringIndicator: (bits & mask.ring) !== 0,
  dataCarrierDetect: (bits & mask.dcd) !== 0,
})

/** CP210x and FTDI: the low byte has the states, the high byte which of them are meant. */
const meant = { dtr: 0x0101, rts: 0x0202 } as const

export const meantLines = (lines: OutputLines, changed: readonly OutputLine[]): number =>
  changed.reduce((bits, name) => bits | (lines[name] ? meant[name] : meant[name] & 0xff00), 0)

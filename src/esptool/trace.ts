/**
 * The exchanges with the bootloader in the port's record, for the report of a failure: what was asked
 * and answered, in which order. Blocks of flash, of memory and of the stub stay out of it, and so do
 * hashes and the registers that hold the MAC address.
 */
import { hex } from '../bytes/hex'
import { Traffic, type Direction } from '../serial/traffic'
import { commandNames, opcode } from './opcodes'

const requestDirection = 0
const responseDirection = 1
const headerBytes = 8
/** Where a write command's own parameters end: sizes and sequence number, each 32 bits. */
const dataHeaderBytes = 16
const mostShownBytes = 64

const dataCommands: number[] = [0x03, 0x07, 0x11]
/** The words with the MAC address, and what of an answer would tell them. */
const efuses = { first: 0x3ff00050, last: 0x3ff0005c }
const answeredValue = { from: 4, to: 8 }

export class Trace {
  /** What the present answers belong to. */
  #asked: { op: number; address?: number } = { op: -1 }
  #hasReadFlash = false

  constructor(readonly traffic: Traffic = new Traffic()) {}

  /** A new wire over the same port: raw bytes are of use only as long as nobody answers in frames. */
  begin(): void {
    this.traffic.keep({ out: 'skip', in: this.#hasReadFlash ? 'skip' : 'keep' })
  }

  note(text: string): void {
    this.traffic.note(text)
  }

  frame(direction: Direction, frame: Uint8Array): void {
    if (direction === 'out') this.#request(frame)
    else this.#response(frame)
  }

  #request(frame: Uint8Array): void {
    const [kind, op = -1] = frame
    if (kind !== requestDirection || frame.length < headerBytes) {
      return this.#show('out', 'acknowledgement', frame, Math.min(frame.length, 4))
    }
    const address = op === opcode.readReg ? wordAt(frame, headerBytes) : undefined
    this.#asked = { op, address }
    if (op === opcode.readFlash) this.#hasReadFlash = true
    const isData = dataCommands.includes(op)
    const shown = headerBytes + (isData ? dataHeaderBytes : frame.length)
    this.#show('out', nameOf(op), frame, Math.min(shown, mostShownBytes))
  }

  #response(frame: Uint8Array): void {
    const { op, address } = this.#asked
    if (!isResponse(frame, op)) return this.#show('in', 'data', frame, 0)
    this.traffic.keep({ in: 'skip' })
    const isHash = op === opcode.flashMd5
    const answer = frame.slice()
    if (address !== undefined && address >= efuses.first && address <= efuses.last) {
      answer.fill(0, answeredValue.from, answeredValue.to)
      return this.#show('in', `${nameOf(op)} answered, value not shown`, answer, answer.length)
    }
    this.#show('in', `${nameOf(op)} answered`, answer, isHash ? headerBytes : mostShownBytes)
  }

  #show(direction: Direction, about: string, frame: Uint8Array, shownBytes: number): void {
    const shown = frame.subarray(0, shownBytes)
    this.traffic.frame(direction, about, shown, frame.length - shown.length)
  }
}

/** Flash that is read out comes in frames without a header: only what can be an answer is one. */
function isResponse(frame: Uint8Array, op: number): boolean {
  if (frame[0] !== responseDirection || frame.length < headerBytes + 2) return false
  const isWhole = frame.length === headerBytes + ((frame[2] ?? 0) | ((frame[3] ?? 0) << 8))
  if (op === opcode.readFlash) return isWhole && frame[1] === op && frame.length === headerBytes + 2
  return isWhole && frame.length <= headerBytes + mostShownBytes
}

const wordAt = (frame: Uint8Array, at: number): number | undefined =>
  frame.length < at + 4
    ? undefined
    : new DataView(frame.buffer, frame.byteOffset).getUint32(at, true)

const nameOf = (op: number) => commandNames[op] ?? `command ${hex(op, 2)}`

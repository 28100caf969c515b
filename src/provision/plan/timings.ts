/**
 * How long things take, in ms, before they are done: for the plan that a person reads, and to decide
 * whether another command or some bytes more are cheaper. Knows no board; all figures err on the slow
 * side. Sources: GD25Q32C datasheet (erase, program), the recordings in tests/golden (commands).
 */
import { sectorBytes } from '../../esptool/region'

/** A command and its answer over a usual USB bridge; some wait 16 ms before they pass anything on. */
export const commandMs = 6

export interface Wire {
  baudRate: number
  /** A command and its answer, as measured on this bridge. */
  commandMs: number
}

/** What a write of its own costs beside its bytes: begin, end, and a block that is not full. */
export const writeOverheadMs = (perCommandMs = commandMs): number => 3 * perCommandMs

const sectorEraseMs = 50
/** 16 pages of 256 bytes. */
const sectorProgramMs = 10
/** Reading and hashing in the stub. */
const md5MsPerKib = 1

/** A UART byte is ten bits: start, eight, stop. */
export const wireMs = (bytes: number, baudRate: number): number => (bytes * 10_000) / baudRate

export const md5Ms = (bytes: number): number => commandMs + (bytes / 1024) * md5MsPerKib

export const eraseMs = (bytes: number): number =>
  commandMs + Math.ceil(bytes / sectorBytes) * sectorEraseMs

/** Erasing and programming; large stretches are erased four times as fast as single sectors. */
export const flashMs = (bytes: number): number =>
  Math.ceil(bytes / sectorBytes) * (sectorProgramMs + sectorEraseMs / 4)

/** The flash works while the next block is on the wire: the slower of the two counts. */
export const writeMs = (flashBytes: number, wireBytes: number, baudRate: number): number =>
  writeOverheadMs() + Math.max(wireMs(wireBytes, baudRate), flashMs(flashBytes))

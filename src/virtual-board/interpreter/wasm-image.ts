/**
 * Patches micropython.wasm before it is instantiated: memory of a fixed size, so that Python's heap cannot grow
 * beyond the chip's; optionally shared between threads, so that the page can interrupt a busy loop; a trap where
 * it would loop for ever; a call of JavaScript where it wants garbage collected; and no Python modules that the
 * chip lacks (missing-names.ts). Every patch keeps the file's length; one whose place is not found is left out.
 * Format: https://webassembly.github.io/spec/core/binary/modules.html
 */
import { hideMissingNames } from './missing-names'

interface Section {
  id: number
  start: number
  end: number
}

export interface PatchedImage {
  bytes: Uint8Array<ArrayBuffer>
  /** Address of MicroPython's flag for a wanted collection; undefined if the hook was not placed. */
  collectPendingAddress: number | undefined
}

const SECTION_IMPORT = 2
const SECTION_MEMORY = 5
const SECTION_CODE = 10
const SECTION_DATA = 11

/** Returns a patched copy of `original`. */
export function patchImage(original: Uint8Array, { shared }: { shared: boolean }): PatchedImage {
  const bytes = new Uint8Array(original)
  const sections = readSections(bytes)
  fixMemory(bytes, sections, shared)
  trapEndlessLoops(bytes, sections)
  const data = sections.find(({ id }) => id === SECTION_DATA)
  if (data) hideMissingNames(bytes.subarray(data.start, data.end))
  return { bytes, collectPendingAddress: hookCollector(bytes, sections) }
}

function readLeb(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0
    value |= (byte & 0x7f) << shift
    if (!(byte & 0x80)) return [value >>> 0, at]
  }
}

/** LEB128 padded to `length` bytes, as linkers do. */
function paddedLeb(value: number, length = 5): number[] {
  return Array.from(
    { length },
    (_, i) => ((value >>> (7 * i)) & 0x7f) | (i < length - 1 ? 0x80 : 0),
  )
}

function readSections(bytes: Uint8Array): Section[] {
  const sections: Section[] = []
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at] ?? 0
    const [size, start] = readLeb(bytes, at + 1)
    sections.push({ id, start, end: start + size })
    at = start + size
  }
  return sections
}

/** One memory with a maximum: the maximum becomes the minimum; flag 2 shares it. */
function fixMemory(bytes: Uint8Array, sections: Section[], shared: boolean): void {
  const section = sections.find(({ id }) => id === SECTION_MEMORY)
  if (!section) return
  const flagsAt = section.start + 1
  const [minimum, maximumAt] = readLeb(bytes, flagsAt + 1)
  const [, end] = readLeb(bytes, maximumAt)
  bytes.set(paddedLeb(minimum, end - maximumAt), maximumAt)
  if (shared) bytes[flagsAt] = 3
}

/**
 * Where the chip would hang until its watchdog resets it (an exception that nothing can catch, as with a full
 * heap), the port loops for ever: `loop br 0 end`. It traps instead, so that the board can reset.
 */
function trapEndlessLoops(bytes: Uint8Array, sections: Section[]): void {
  const code = sections.find(({ id }) => id === SECTION_CODE)
  if (!code) return
  const body = [7, 0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b]
  for (let at = code.start; (at = find(bytes, body, { ...code, start: at })) >= 0; at++) {
    bytes.set([0x00, 0x01], at + 4) // unreachable, nop
  }
}

/**
 * The port's gc_collect() only sets a flag (ports/webassembly/main.c), which is read when no Python runs any
 * more: with 38 KiB of heap that is too late. Its 13 bytes become a call of the import `_abort_js`, which
 * interpreter.ts replaces.
 */
function hookCollector(bytes: Uint8Array, sections: Section[]): number | undefined {
  const code = sections.find(({ id }) => id === SECTION_CODE)
  const target = importedFunction(bytes, sections, '_abort_js')
  if (!code || target === undefined) return undefined
  const address = pendingAddress(bytes, code)
  if (address === undefined) return undefined
  // size 13, no locals, i32.const 0, i32.const 1, i32.store8 at the address, end
  const body = [13, 0, 0x41, 0, 0x41, 1, 0x3a, 0, ...paddedLeb(address), 0x0b]
  const at = find(bytes, body, code)
  if (at < 0) return undefined
  bytes.set([0x10, ...paddedLeb(target)], at + 2) // call
  bytes.fill(0x01, at + 8, at + 13) // nop
  return address
}

/** The flag as its only reader treats it: "if (flag) { flag = 0; gc_collect_start(); … }". */
function pendingAddress(bytes: Uint8Array, code: Section): number | undefined {
  // i32.load8_u align 0 offset …
  for (
    let at = code.start;
    (at = find(bytes, [0x41, 0, 0x2d, 0], { ...code, start: at })) >= 0;
    at++
  ) {
    const [address, next] = readLeb(bytes, at + 4)
    // i32.eqz, br_if 0, i32.const 0, i32.const 0, i32.store8 align 0 offset …, call
    const rest = [0x45, 0x0d, 0, 0x41, 0, 0x41, 0, 0x3a, 0, ...paddedLeb(address), 0x10]
    if (rest.every((byte, i) => bytes[next + i] === byte)) return address
  }
  return undefined
}

function find(bytes: Uint8Array, wanted: number[], { start, end }: { start: number; end: number }) {
  for (let at = start; at <= end - wanted.length; at++) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  }
  return -1
}

/** The index of an imported function among all functions. */
function importedFunction(bytes: Uint8Array, sections: Section[], wanted: string) {
  const section = sections.find(({ id }) => id === SECTION_IMPORT)
  if (!section) return undefined
  const name = () => {
    const [length, start] = readLeb(bytes, at)
    at = start + length
    return new TextDecoder().decode(bytes.slice(start, at))
  }
  let [count, at] = readLeb(bytes, section.start)
  for (let index = 0; count > 0; count--) {
    name()
    const field = name()
    const kind = bytes[at++]
    if (kind !== 0) return undefined // imports of other kinds do not occur here
    if (field === wanted) return index
    index++
    at = readLeb(bytes, at)[1]
  }
  return undefined
}

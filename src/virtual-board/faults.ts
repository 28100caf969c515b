/**
 * Fault injection for a virtual board. Every fault is deterministic, stays armed until it has happened or
 * `clear()` is called, and counts bytes from the moment it was armed (0 is the next one).
 */

export type Direction = 'toChip' | 'toHost'

type ByteAction = 'drop' | 'corrupt' | 'duplicate' | 'unplug' | 'reset'

interface ByteFault {
  direction: Direction
  remaining: number
  action: ByteAction
}

export interface BitErrors {
  fromBaudRate: number
  /** One byte in so many has a wrong bit, on average. */
  onePer: number
  /** From 0 to below 1. */
  random: () => number
}

/** What the faults act on. */
export interface FaultTargets {
  unplug(): void
  reset(): void
  setFlashTimeFactor(factor: number | undefined): void
  setBadSectors(offsets: readonly number[]): void
  setChipMagic(value: number | undefined): void
  /** Missing if there is no flash. */
  setFlashId?(word: number | undefined): void
}

/** So far into the only block of a write the cable comes off. */
const firstBytes = 100

export class Faults {
  /** GPIO0 does not reach the chip: every reset boots from flash. */
  wrongBootMode = false
  /** Another program holds the port: `open()` fails. */
  busy = false
  /** The user closes the port picker without a choice. */
  pickerCancelled = false
  /** Above this baud rate the wire carries only garbage. */
  maxBaudRate: number | undefined
  /** From a baud rate on, single bits of what is sent arrive inverted. */
  bitErrors: BitErrors | undefined
  #bytes: ByteFault[] = []
  #acknowledgements: number[] = []
  #badSectors: number[] = []
  #neverSync = false
  #unplugsInWrite = false
  readonly #listeners = new Set<() => void>()

  constructor(private readonly targets: FaultTargets) {}

  /** The bootloader never answers SYNC. */
  get neverSync(): boolean {
    return this.#neverSync
  }

  set neverSync(on: boolean) {
    this.#neverSync = on
    this.#changed()
  }

  /** Calls `listener` when SYNC is answered again or not, and when an acknowledgement is armed, or lost. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  unplugAtByte(index: number, direction: Direction = 'toChip'): void {
    this.#arm('unplug', index, direction)
  }

  /** The chip resets (a brown-out) and boots as its straps say. */
  resetAtByte(index: number, direction: Direction = 'toChip'): void {
    this.#arm('reset', index, direction)
  }

  dropByte(index: number, direction: Direction): void {
    this.#arm('drop', index, direction)
  }

  /** All bits of the byte are inverted. */
  corruptByte(index: number, direction: Direction): void {
    this.#arm('corrupt', index, direction)
  }

  duplicateByte(index: number, direction: Direction): void {
    this.#arm('duplicate', index, direction)
  }

  /** The n-th acknowledgement of a data block from now on is not sent; 1 is the next one. */
  loseAcknowledgement(n = 1): void {
    this.#acknowledgements.push(n)
    this.#changed()
  }

  /** Every acknowledgement is sent again. */
  keepAcknowledgements(): void {
    this.#acknowledgements = []
    this.#changed()
  }

  /** Whether an acknowledgement is still to be lost. */
  get willLoseAcknowledgement(): boolean {
    return this.#acknowledgements.length > 0
  }

  /** In the middle of the next write to the flash the cable comes off. */
  unplugInNextWrite(): void {
    this.#unplugsInWrite = true
  }

  /** A write to the flash begins, of so many bytes on the wire at most. */
  writeBegins(blocks: number, blockBytes: number): void {
    if (!this.#unplugsInWrite || blocks === 0) return
    this.#unplugsInWrite = false
    // The last block may be short: of a single one only its beginning is sure to come.
    const middle = Math.floor(blocks / 2) * blockBytes - blockBytes / 2
    this.unplugAtByte(Math.max(firstBytes, Math.floor(middle)))
  }

  /** Flash operations take `factor` times the datasheet's time, even on a board without pacing. */
  slowFlash(factor: number): void {
    this.targets.setFlashTimeFactor(factor)
  }

  /** The sector that holds `offset` keeps its contents, whatever is done to it. */
  badSector(offset: number): void {
    this.#badSectors.push(offset - (offset % 4096))
    this.targets.setBadSectors(this.#badSectors)
  }

  /** The value at 0x40001000, by which esptool tells the chip families apart. */
  wrongChipMagic(value: number): void {
    this.targets.setChipMagic(value)
  }

  /** The flash's answer to RDID (0x9f), manufacturer in the lowest byte; 0 and 0xffffff: no flash answers. */
  flashId(word: number): void {
    this.targets.setFlashId?.(word)
  }

  /** Disarms everything. */
  clear(): void {
    this.#neverSync = this.#unplugsInWrite = false
    this.wrongBootMode = this.busy = this.pickerCancelled = false
    this.maxBaudRate = this.bitErrors = undefined
    this.#bytes = []
    this.#acknowledgements = []
    this.#badSectors = []
    this.targets.setBadSectors([])
    this.targets.setFlashTimeFactor(undefined)
    this.targets.setChipMagic(undefined)
    this.targets.setFlashId?.(undefined)
    this.#changed()
  }

  /** Counts an acknowledgement; returns true if it must not be sent. */
  losesAcknowledgement(): boolean {
    this.#acknowledgements = this.#acknowledgements.map((n) => n - 1)
    const lost = this.#acknowledgements.includes(0)
    this.#acknowledgements = this.#acknowledgements.filter((n) => n > 0)
    if (lost) this.#changed()
    return lost
  }

  /**
   * Calls `deliver` with those of `bytes` that arrive. Unplugging and resetting happen after the bytes before
   * them have been delivered; the bytes after them are lost.
   */
  transfer(bytes: Uint8Array, direction: Direction, deliver: (arrived: Uint8Array) => void): void {
    if (!this.#bytes.some((fault) => fault.direction === direction)) return deliver(bytes)
    const arrived: number[] = []
    let due: ByteAction[] = []
    for (const byte of bytes) {
      due = this.#countByte(direction)
      if (due.includes('unplug') || due.includes('reset')) break
      if (due.includes('drop')) continue
      arrived.push(due.includes('corrupt') ? byte ^ 0xff : byte)
      if (due.includes('duplicate')) arrived.push(byte)
    }
    deliver(Uint8Array.from(arrived))
    this.#happen(due)
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #arm(action: ByteAction, index: number, direction: Direction): void {
    this.#bytes.push({ action, direction, remaining: index })
  }

  #countByte(direction: Direction): ByteAction[] {
    const due: ByteAction[] = []
    this.#bytes = this.#bytes.filter((fault) => {
      if (fault.direction !== direction) return true
      if (fault.remaining-- > 0) return true
      due.push(fault.action)
      return false
    })
    return due
  }

  #happen(due: ByteAction[]): void {
    if (due.includes('unplug')) this.targets.unplug()
    if (due.includes('reset')) this.targets.reset()
  }
}

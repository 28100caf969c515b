/** A chip without board, wire or port: what it sends is seen at once and byte for byte. */
import { bannerProgram } from '../../../../src/virtual-board/chip/banner-program'
import { Chip } from '../../../../src/virtual-board/chip/chip'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { Faults } from '../../../../src/virtual-board/faults'
import type { ProgramFactory } from '../../../../src/virtual-board/chip/program'
import { NorFlash, jedecId } from '../../../../src/virtual-board/chip/nor-flash'

export interface BareChipOptions {
  content?: Uint8Array
  crystalMhz?: number
  gpio0Low?: boolean
  sizeBytes?: number
  program?: ProgramFactory
  wakesByGpio16?: boolean
  transmit: (bytes: Uint8Array, baudRate: number) => void
}

export function bareChip(options: BareChipOptions) {
  const nothing = () => undefined
  const clock = new VirtualClock()
  const flash = new NorFlash(options.sizeBytes ?? 4 * 1024 * 1024, options.content)
  const faults = new Faults({
    unplug: nothing,
    reset: nothing,
    setFlashTimeFactor: nothing,
    setBadSectors: nothing,
    setChipMagic: nothing,
  })
  const chip = new Chip({
    flash,
    mac: Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42),
    crystalMhz: options.crystalMhz ?? 26,
    flashId: jedecId(flash.sizeBytes),
    clock,
    faults,
    program: options.program ?? bannerProgram,
    wakesByGpio16: options.wakesByGpio16 ?? false,
    levelOutside: (pin) => (pin === 0 && options.gpio0Low ? 0 : undefined),
    transmit: options.transmit,
    whenSent: (fn) => fn(),
  })
  return { chip, flash, clock, faults }
}

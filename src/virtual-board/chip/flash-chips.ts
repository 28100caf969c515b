/**
 * Flash chips found on ESP8266 boards, with the times of their data sheets' AC tables. Where revisions of a sheet
 * differ, the longer typical time is taken: the virtual board must not be faster than a real one.
 *
 * - W25Q32JV: Winbond, revision F (May 2017), table "AC electrical characteristics".
 * - GD25Q32C: GigaDevice, table "AC characteristics".
 * - W25Q80BV: Winbond, of 1 MB, as on an ESP-01.
 */

/** In ms; a chip that is worn or cold may take up to `slowest`. */
export interface FlashTimes {
  /** Of up to 256 bytes. */
  pageProgram: number
  /** Of 4 KiB. */
  sectorErase: number
  /** Of 64 KiB. */
  blockErase: number
  /** Of a whole chip, for each MiB of it. */
  chipErasePerMiB: number
}

export interface FlashChip {
  /** First byte of the answer to RDID. */
  manufacturer: number
  typical: FlashTimes
  slowest: FlashTimes
}

export const flashChips = {
  gd25q32c: {
    manufacturer: 0xc8,
    typical: { pageProgram: 0.6, sectorErase: 50, blockErase: 250, chipErasePerMiB: 3000 },
    slowest: { pageProgram: 2.4, sectorErase: 400, blockErase: 2000, chipErasePerMiB: 7500 },
  },
  w25q32jv: {
    manufacturer: 0xef,
    typical: { pageProgram: 0.4, sectorErase: 45, blockErase: 150, chipErasePerMiB: 2500 },
    slowest: { pageProgram: 3, sectorErase: 400, blockErase: 2000, chipErasePerMiB: 12_500 },
  },
  w25q80bv: {
    manufacturer: 0xef,
    typical: { pageProgram: 0.7, sectorErase: 30, blockErase: 150, chipErasePerMiB: 2500 },
    slowest: { pageProgram: 3, sectorErase: 400, blockErase: 1000, chipErasePerMiB: 6000 },
  },
} satisfies Record<string, FlashChip>

export type FlashChipName = keyof typeof flashChips

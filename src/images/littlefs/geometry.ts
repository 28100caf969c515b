/**
 * The shape in which MicroPython formats the flash of an ESP8266, and littlefs' own limits.
 * Pure numbers; knows neither the chip nor where on it the filesystem lies (see flash-layout.ts).
 * Source: MicroPython ports/esp8266/modules/inisetup.py and extmod/vfs_lfsx.c (geometry),
 * littlefs SPEC.md and lfs.h (limits).
 */

/** Erase unit of the flash and block of the filesystem. */
export const blockSizeBytes = 4096
/** Every commit ends on a multiple of this many bytes. */
export const progSizeBytes = 32
/** Cache of the mounted filesystem: four times the larger of read and program size. */
const cacheSizeBytes = 128

export const nameMaxBytes = 255
/** No limit of littlefs: thousands of nested directories would have paths of gigabytes together. */
export const pathMaxLength = 4096
export const fileMaxBytes = 0x7fffffff
export const attributeMaxBytes = 0x3fe

/**
 * Largest file that may live inside its directory. littlefs loads an inline file into one cache
 * when it opens it, so a longer one could not be opened.
 */
export const inlineMaxBytes = Math.min(cacheSizeBytes, attributeMaxBytes, blockSizeBytes / 8)

/** littlefs splits a directory rather than filling more than half a block with its entries. */
export const pairMaxBytes = blockSizeBytes / 2
/** littlefs splits a directory before a pair holds 255 entries. */
export const pairMaxEntries = 0xfe

/** The block address that stands for "none". */
export const nullBlock = 0xffffffff

/** Two blocks of which the one with the newer valid commit counts. */
export type BlockPair = readonly [number, number]

/** The pair in which every littlefs begins. */
export const rootPair: BlockPair = [0, 1]

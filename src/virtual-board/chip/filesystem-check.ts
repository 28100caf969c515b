/**
 * What MicroPython's `_boot.py` and `inisetup.py` do with the filesystem before any program runs: mount it, set
 * up a blank one, or print again and again that it looks corrupt.
 */
import type { FlashMemory } from './program'

export interface FilesystemPlace {
  offsetBytes: number
  blockCount: number
}

const blockBytes = 4096
const magic = new TextEncoder().encode('littlefs')
/** Within a metadata block the superblock's name tag follows revision count and tag. */
const magicOffset = 8

export const initialSetupLine = 'Performing initial setup\r\n'
/** Printed by the SDK when MicroPython starts its task, before boot.py. */
export const taskLine = '#4 ets_task(4020f578, 29, 3fff91e8, 10)\r\n'

export type MountState = 'mountable' | 'blank' | 'corrupt' | 'none'

/**
 * A GENERIC image on 1 MiB computes a filesystem of -5 blocks behind the end of the chip; what is read
 * there is the start of the flash, which is no filesystem and not blank.
 */
export function mountState(flash: FlashMemory, place: FilesystemPlace | undefined): MountState {
  if (!place) return 'none'
  const firstBlock = flash.read(place.offsetBytes, blockBytes)
  const secondBlock = flash.read(place.offsetBytes + blockBytes, blockBytes)
  if (hasMagic(firstBlock) || hasMagic(secondBlock)) return 'mountable'
  return firstBlock.every((byte) => byte === 0xff) ? 'blank' : 'corrupt'
}

export function corruptLog({ offsetBytes, blockCount }: FilesystemPlace): string {
  return [
    `The filesystem starting at sector ${offsetBytes / blockBytes} with size ${blockCount} sectors looks corrupt.`,
    'You may want to make a flash snapshot and try to recover it. Otherwise,',
    'format it with vfs.VfsLfs2.mkfs(bdev), or completely erase the flash and',
    'reprogram MicroPython.',
    '',
    '',
  ].join('\r\n')
}

function hasMagic(block: Uint8Array): boolean {
  return magic.every((byte, i) => block[magicOffset + i] === byte)
}

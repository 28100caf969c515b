/**
 * What the flash of one board shall hold: the firmware with the board's own flash size in its header,
 * and a filesystem with the portal, its settings, extra files, perhaps a Wi-Fi network, and what its
 * owner keeps. Pure: knows what was found, touches no board.
 */
import { DeviceError } from '../../errors'
import type { Region } from '../../esptool/region'
import type { FirmwareImage } from '../../images/firmware-image'
import { filesystemPlace, type FilesystemPlace } from '../../images/flash-layout'
import { buildFilesystem } from '../../images/littlefs'
import type { Files } from '../survey/found'
import { mergeFiles, withParents, type MergedFiles } from '../files/merge-files'
import type { Owners } from '../request'
import type { BoardFile } from '../../micropython/board-file'
import { credentialsPath } from '../files/paths'
import { withNetwork, type WifiNetwork } from '../files/wifi-credentials'

export interface BoardImage extends MergedFiles {
  place: FilesystemPlace
  /** The filesystem's blocks that are in use, from its first one on: all of them must be written. */
  region: Region
}

/** Where the filesystem goes, or undefined if this firmware has to make it itself. */
export const placeFor = (
  { variant, usesLittlefs }: Pick<FirmwareImage, 'variant' | 'usesLittlefs'>,
  flashSizeBytes: number,
): FilesystemPlace | undefined =>
  usesLittlefs ? filesystemPlace(variant, flashSizeBytes) : undefined

/** Ours, extra files over the portal's own, and the network if one was given. */
export function ourFiles(
  portal: BoardFile[],
  extra: BoardFile[] = [],
  wifi?: WifiNetwork,
  remembered?: Uint8Array,
): BoardFile[] {
  const files = new Map([...portal, ...extra].map((file) => [file.path, file]))
  if (wifi) {
    const bytes = withNetwork(wifi, remembered)
    files.set(credentialsPath, { path: credentialsPath, bytes })
  }
  return [...files.values()]
}

/** What an empty board would get: the likeliest content of a board that we have been to. */
export const guessFilesystem = (ours: BoardFile[], place: FilesystemPlace): Uint8Array =>
  build(new Map(ours.map(({ path, bytes }) => [path, { type: 'file', bytes }])), place)

export interface Circumstances {
  place: FilesystemPlace
  ours: BoardFile[]
  existing: Files
  owners: Owners
}

/** @throws DeviceError 'filesystem-full' */
export function boardImage({ place, ours, existing, owners }: Circumstances): BoardImage {
  const merged = mergeFiles(existing, ours, owners)
  const region = { offsetBytes: place.offset, bytes: build(merged.files, place) }
  return { ...merged, place, region }
}

function build(files: Files, { blockCount }: FilesystemPlace): Uint8Array<ArrayBuffer> {
  return buildFilesystem(withParents(files), { blockCount })
}

/** The bytes of a file that was found. */
export function fileBytes(files: Files, path: string): Uint8Array | undefined {
  const entry = files.get(path)
  return entry?.type === 'file' ? entry.bytes : undefined
}

/** @throws DeviceError 'unexpected' for paths that are not absolute */
export function checkPaths(files: BoardFile[]): void {
  const odd = files.find(({ path }) => !/^(\/[^/]+)+$/.test(path))
  if (odd) throw new DeviceError('unexpected', `${odd.path} is not an absolute path.`)
}

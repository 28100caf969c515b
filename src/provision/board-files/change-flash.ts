/**
 * Makes the files in a flash others, in an order that may be interrupted anywhere: what is new goes into
 * blocks that are free, then, when all of that is verified, one sector makes it count. Until that sector is
 * whole the board has its old files, each of them, so that no copy has to be put aside.
 */
import { DeviceError } from '../../errors'
import type { Bootloader } from '../../esptool/bootloader'
import { sectorBytes, type RecoveredChip, type Region } from '../../esptool/region'
import { concatBytes } from '../../bytes/bytes'
import { md5Hex } from '../../bytes/digest'
import { hex } from '../../bytes/hex'
import { succeed } from '../../images/littlefs'
import { BoardChanged } from '../job-errors'
import { checkSameBoard, checkSamePieces, type Piece } from '../plan/same-state'
import type { Files } from '../survey/found'
import type { FileActionOptions } from './board-filesystem'
import type { FlashFiles } from './flash-files'

export type WritableFlash = Pick<Bootloader, 'write' | 'verify' | 'md5' | 'identity'>

export interface ChangeOptions extends FileActionOptions {
  /** Called once before the flash changes. */
  onRisk?: () => void
}

/**
 * @returns what is there then
 * @throws DeviceError `no-space`, `filesystem-damaged` before anything is written; `board-changed` if the
 *   board's own program has run meanwhile; else what the bootloader throws
 */
export async function changeFlash(
  flash: WritableFlash,
  before: FlashFiles,
  tree: Files,
  { signal, onProgress, onRisk }: ChangeOptions,
): Promise<FlashFiles> {
  if (isSameTree(before.tree, tree)) return before
  if (before.readOnly) throw new DeviceError('filesystem-damaged', before.readOnly)
  const next = succeed(tree, { ...before, standing: (block) => before.blocks.get(block) })
  const data = regionsOf(before, next.blocks)
  const root = regionAt(before, next.root.address, [next.root.bytes])
  await checkStanding(flash, before)
  onRisk?.()
  const totalBytes = [...data, root].reduce((sum, { bytes }) => sum + bytes.length, 0)
  const report = (doneBytes: number) => onProgress?.(Math.min(doneBytes, totalBytes), totalBytes)
  if (data.length > 0) {
    const onRecovered = (chip: RecoveredChip) => checkRecovered(chip, flash, before)
    await flash.write(data, { signal, onProgress: report, onRecovered })
    await flash.verify(data, { signal })
  }
  signal?.throwIfAborted()
  report(totalBytes - root.bytes.length)
  await flash.write([root], { onRecovered: refuseRecovered })
  await flash.verify([root])
  report(totalBytes)
  return { ...before, ...afterwards(before, next), tree }
}

/** By identity: what has not been touched is the same object. */
const isSameTree = (a: Files, b: Files): boolean =>
  a.size === b.size && [...b].every(([path, entry]) => isSameEntry(a.get(path), entry))

const isSameEntry = (a: unknown, b: { type: string }): boolean =>
  a === b || (b.type === 'directory' && (a as { type?: string } | undefined)?.type === 'directory')

function afterwards(
  before: FlashFiles,
  { blocks, root, used, layout }: ReturnType<typeof succeed>,
) {
  const { address, revision, bytes } = root
  const all = new Map([...before.blocks, ...blocks, [address, bytes] as const])
  const known = [...all].filter(([block]) => used.has(block) || block < 2)
  return { used, layout, root: { address, revision }, blocks: new Map(known) }
}

/** While the stub answers and the root is as it was, no program has run. */
async function checkStanding(flash: WritableFlash, before: FlashFiles): Promise<void> {
  const pieces = [before.root.address].map((block) => pieceAt(before, block))
  await checkSamePieces(flash, pieces, { flashSizeBytes: flash.identity.flashSizeBytes })
}

/** The chip was reset while data were written: its own program may have changed what counts. */
async function checkRecovered(
  chip: RecoveredChip,
  { identity }: WritableFlash,
  before: FlashFiles,
): Promise<void> {
  checkSameBoard(identity, await chip.identify())
  const pieces = [...before.blocks.keys()].map((block) => pieceAt(before, block))
  await checkSamePieces(chip, pieces, { flashSizeBytes: identity.flashSizeBytes })
}

/** Whether the sector is half of ours, or the board's own newest, nobody can tell by a hash. */
const refuseRecovered = () =>
  Promise.reject(new BoardChanged('The board was reset while the last sector was written.'))

function pieceAt(before: FlashFiles, block: number): Piece {
  const md5 = md5Hex(before.blocks.get(block)!)
  return { offsetBytes: offsetOf(before, block), sizeBytes: sectorBytes, md5 }
}

const offsetOf = ({ offsetBytes }: FlashFiles, block: number) => offsetBytes + block * sectorBytes

/** Neighbours in one. */
function regionsOf(before: FlashFiles, blocks: ReadonlyMap<number, Uint8Array>): Region[] {
  const addresses = [...blocks.keys()].sort((a, b) => a - b)
  const regions: Region[] = []
  for (let from = 0; from < addresses.length;) {
    let to = from + 1
    while (addresses[to] === addresses[to - 1]! + 1) to++
    const contents = addresses.slice(from, to).map((address) => blocks.get(address)!)
    regions.push(regionAt(before, addresses[from]!, contents))
    from = to
  }
  return regions
}

function regionAt(before: FlashFiles, block: number, contents: readonly Uint8Array[]): Region {
  const offsetBytes = offsetOf(before, block)
  const { blockCount } = before
  if (block + contents.length > blockCount) {
    throw new DeviceError('unexpected', `${hex(offsetBytes)} is behind the filesystem.`)
  }
  return { offsetBytes, bytes: concatBytes([...contents]) }
}

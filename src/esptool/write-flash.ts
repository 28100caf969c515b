/**
 * Our own write loop: compressed blocks, progress after each, cancelled between them, and what to do
 * when one fails. A block is never sent twice; a region that failed goes on behind what the flash is known
 * to hold, slower if that is faster in sum.
 */
import { delay } from '../async/deadline'
import { DeviceError } from '../errors'
import m from '../messages/compiled/esptool'
import { compress, compressHere, type Blocks, type CompressedBlock } from './compress'
import { identify } from './identify'
import {
  checkAligned,
  sectorBytes,
  type RecoveredChip,
  type Region,
  type TransferOptions,
} from './region'
import type { Session } from './session'
import { failure, isFinal } from './translate-error'
import { blockTimeoutMs } from './timeouts'
import { flashMd5, holds } from './verify'
import { isSlowerWorthwhile } from './slower-rate'

/** Without any progress: three rungs, and one failure that a slower rate does not cure. */
const attemptsWithoutProgress = 4
/** Over a wire that loses a block now and then. */
const mostAttempts = 16
/** The last block that was answered may not be written yet, and what it inflates to waits for a full window. */
const unsettledBytes = 0x18000

/** Rejects with `write-failed`, `no-answer`, `port-lost` or the signal's reason. */
export async function writeFlash(
  session: Session,
  regions: Region[],
  { onProgress, onRecovered }: TransferOptions,
): Promise<void> {
  checkAligned(...regions.map((region) => region.offsetBytes))
  const totalBytes = regions.reduce((sum, region) => sum + region.bytes.length, 0)
  let doneBytes = 0
  for (const region of regions) {
    const padded = { ...region, bytes: padToWords(region.bytes) }
    const onBytes = (bytes: number) =>
      onProgress?.(doneBytes + Math.min(bytes, region.bytes.length), totalBytes)
    await writeWithRetries(session, padded, { onBytes, onRecovered })
    doneBytes += region.bytes.length
  }
}

interface Listeners extends Pick<TransferOptions, 'onRecovered'> {
  onBytes: (bytes: number) => void
}

async function writeWithRetries(
  session: Session,
  { offsetBytes, bytes }: Region,
  { onBytes, onRecovered }: Listeners,
): Promise<void> {
  let kept = 0
  for (let attempt = 1, fruitless = 0; ; attempt++) {
    let written = 0
    const { resets, baudRate } = session
    const left = kept === 0 ? bytes : bytes.subarray(kept)
    const rest = attempt === 1 ? compress(left) : compressHere(left)
    const onRest = (done: number) => onBytes(kept + (written = done))
    try {
      await writeRegion(session, offsetBytes + kept, rest, onRest)
      return session.ladder.worked(baudRate)
    } catch (error) {
      if (isFinal(error)) throw error
      fruitless = written > 0 ? 1 : fruitless + 1
      if (fruitless >= attemptsWithoutProgress || attempt >= mostAttempts) throw writeError(error)
      session.tell(m.blockLost())
      const loss = { passed: written, left: left.length - written }
      await prepareRetry(session, { ...loss, isFirst: attempt === 1 })
      if (session.resets !== resets) await onRecovered?.(recovered(session))
      kept = await heldBytes(session, { offsetBytes, bytes }, kept + written)
    }
  }
}

/**
 * How much of the start of a region the flash holds for certain, in whole sectors: of what was answered, all but
 * the last blocks, if its MD5 says so; else nothing.
 */
async function heldBytes(
  session: Session,
  { offsetBytes, bytes }: Region,
  answered: number,
): Promise<number> {
  const likely = Math.floor(Math.max(0, answered - unsettledBytes) / sectorBytes) * sectorBytes
  if (likely === 0) return 0
  try {
    return (await holds(session, offsetBytes, bytes.subarray(0, likely))) ? likely : 0
  } catch (error) {
    if (isFinal(error)) throw error
    return 0
  }
}

/**
 * One pass over a region. The answer to a block tells about the block before it. How many bytes there
 * will be is not known at the start; the stub needs no more than an upper bound.
 */
async function writeRegion(
  session: Session,
  offsetBytes: number,
  region: Blocks,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { signal } = session
  const loader = await session.withStub()
  let block = await region.block(0, { signal })
  await loader.flashDeflBegin(region.sizeBytes, region.maxCompressedBytes, offsetBytes)
  let written = 0
  let pendingBytes = 0
  for (let index = 0; block; index++) {
    signal?.throwIfAborted()
    const { bytes, flashBytes }: CompressedBlock = block
    const timeoutMs = blockTimeoutMs(pendingBytes, bytes.length, session.baudRate)
    const next = follow(region, index + 1, signal)
    await loader.flashDeflBlock(bytes, index, timeoutMs)
    pendingBytes = flashBytes
    onBytes((written += flashBytes))
    block = await next
  }
  await loader.flashDeflFinish(false, blockTimeoutMs(pendingBytes, 0, session.baudRate))
}

/**
 * The next block, made while the one before is on the wire. If it is made on this thread, not before
 * those bytes have gone out; else without a timer, which a tab in the background gets once a second.
 */
function follow(region: Blocks, index: number, signal: AbortSignal | undefined) {
  const sent = region.isMadeHere ? delay(0, { signal }) : Promise.resolve()
  const next = sent.then(() => region.block(index, { signal }))
  next.catch(() => undefined) // whoever sends the block before fails first
  return next
}

const recovered = (session: Session): RecoveredChip => ({
  identify: () => identify(session),
  md5: (offsetBytes, sizeBytes) => flashMd5(session, offsetBytes, sizeBytes),
})

interface Failure {
  /** Bytes of flash that got through before, and those that are left. */
  passed: number
  left: number
  isFirst: boolean
}

async function prepareRetry(session: Session, { isFirst, ...bytes }: Failure): Promise<void> {
  const { baudRate: present, ladder } = session
  const lower = ladder.below(present)
  const slower =
    isSlowerWorthwhile({ present, lower, ...bytes }) && !(isFirst && ladder.trusts(present))
  if (slower) ladder.failed(present)
  const baudRate = slower ? lower : present
  const same = baudRate === session.baudRate
  if (same && (await session.isAlive())) return
  try {
    await session.recover(baudRate)
  } catch (error) {
    throw failure('no-answer', error)
  }
}

const writeError = (error: unknown) =>
  error instanceof DeviceError && error.code === 'no-answer'
    ? error
    : failure('write-failed', error)

/** The stub writes 32 bits at a time. */
function padToWords(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0xff)
  padded.set(bytes)
  return padded
}

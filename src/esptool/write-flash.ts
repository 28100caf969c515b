/**
 * Our own write loop: compressed blocks, progress after each, cancelled between them, and what to do
 * when one fails. A block is never sent twice; a region that failed starts again, slower if need be.
 */
import { delay } from '../async/deadline'
import { DeviceError } from '../errors'
import m from '../messages/compiled/esptool'
import { nextLowerBaudRate } from './baud-ladder'
import { compress, type Blocks, type CompressedBlock } from './compress'
import { identify } from './identify'
import { checkAligned, type RecoveredChip, type Region, type TransferOptions } from './region'
import type { Session } from './session'
import { failure, isFinal } from './translate-error'
import { blockTimeoutMs } from './timeouts'
import { flashMd5 } from './verify'

/** Three rungs, and one failure that a slower rate does not cure. */
const attemptsPerRegion = 4

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
    const compressed = compress(padToWords(region.bytes))
    const onBytes = (bytes: number) =>
      onProgress?.(doneBytes + Math.min(bytes, region.bytes.length), totalBytes)
    await writeWithRetries(session, region.offsetBytes, compressed, { onBytes, onRecovered })
    doneBytes += region.bytes.length
  }
}

interface Listeners extends Pick<TransferOptions, 'onRecovered'> {
  onBytes: (bytes: number) => void
}

async function writeWithRetries(
  session: Session,
  offsetBytes: number,
  region: Blocks,
  { onBytes, onRecovered }: Listeners,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    let progressed = false
    const { resets } = session
    try {
      return await writeRegion(session, offsetBytes, region, (bytes) => {
        progressed = true
        onBytes(bytes)
      })
    } catch (error) {
      if (isFinal(error)) throw error
      if (attempt === attemptsPerRegion) throw writeError(error)
      session.tell(m.blockLost())
      // Nothing got through, or not for the first time: the rate is the likeliest culprit.
      await prepareRetry(session, progressed && attempt === 1)
      if (session.resets !== resets) await onRecovered?.(recovered(session))
    }
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

async function prepareRetry(session: Session, keepRate: boolean): Promise<void> {
  const baudRate = keepRate ? session.baudRate : nextLowerBaudRate(session.baudRate)
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

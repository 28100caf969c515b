/**
 * Regions compressed for the stub: in a worker where there is one, else here, in slices. Can begin
 * before a region is needed, while a person still reads the plan.
 */
import { delay, withDeadline, type WaitOptions } from '../async/deadline'
import { blockBytes, compressInSlices, type CompressedRegion } from './deflate/compressed-region'
import { DeflateThread } from './deflate/deflate-thread'

export { blockBytes, type CompressedRegion }
export type { CompressedBlock } from './deflate/compressed-region'

/** A megabyte takes a worker a second; a phone may take several. */
const threadTimeoutMs = 20_000

const thread = new DeflateThread()
const begun = new WeakMap<ArrayBufferLike, Map<string, Promise<CompressedRegion>>>()

/** Starts compressing what will be written soon. Never rejects; costs memory as long as `bytes` lives. */
export function compressAhead(bytes: Uint8Array): void {
  const ofBuffer = begun.get(bytes.buffer) ?? new Map<string, Promise<CompressedRegion>>()
  begun.set(bytes.buffer, ofBuffer)
  if (ofBuffer.has(rangeOf(bytes))) return
  const region = compressNow(bytes)
  region.catch(() => ofBuffer.delete(rangeOf(bytes)))
  ofBuffer.set(rangeOf(bytes), region)
}

/** Rejects only with the signal's reason. */
export async function compress(
  bytes: Uint8Array,
  { signal }: WaitOptions = {},
): Promise<CompressedRegion> {
  const ahead = begun.get(bytes.buffer)?.get(rangeOf(bytes))
  if (!ahead) return compressNow(bytes, { signal })
  const late = new Error('late')
  return withDeadline(ahead, threadTimeoutMs, () => late, { signal }).catch((error: unknown) => {
    if (error !== late) throw error
    return compressHere(bytes, { signal })
  })
}

const rangeOf = ({ byteOffset, length }: Uint8Array) => `${byteOffset}+${length}`

async function compressNow(
  bytes: Uint8Array,
  options: WaitOptions = {},
): Promise<CompressedRegion> {
  const late = new Error('late')
  const inThread = withDeadline(thread.compress(bytes), threadTimeoutMs, () => late, options)
  const region = await inThread.catch((error: unknown) => {
    if (error !== late) throw error
    return undefined
  })
  return region ?? compressHere(bytes, options)
}

async function compressHere(bytes: Uint8Array, { signal }: WaitOptions): Promise<CompressedRegion> {
  const slices = compressInSlices(bytes)
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
    await delay(0, { signal }) // the page stays alive, and a cancel is heard
  }
}

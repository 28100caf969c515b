/**
 * What a long run leaves behind: memory after a real garbage collection, listeners on a target, workers
 * and sockets of this process. Counts only; what is allowed is the test's business.
 */
import { getEventListeners } from 'node:events'
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as v from 'valibot'

setFlagsFromString('--expose-gc')
const collect = v.parse(v.function(), runInNewContext('gc'))

/** What the engine has made of our functions: it goes on optimising for hundreds of installations. */
function compiledBytes(): number {
  const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics()
  return code_and_metadata_size + bytecode_and_metadata_size
}

/** Bytes on the heap and in buffers beside it that something still holds, without compiled code. */
export function heldBytes(): number {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers - compiledBytes()
}

export const listenersOn = (target: EventTarget, ...types: string[]): number =>
  types.reduce((sum, type) => sum + getEventListeners(target, type).length, 0)

/** What keeps this process alive, such as `MessagePort` of a worker, `Timeout` or `TCPSocketWrap`. */
export function resources(kind: string): number {
  return process.getActiveResourcesInfo().filter((name) => name === kind).length
}

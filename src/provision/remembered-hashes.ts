/**
 * A flash that is asked for each hash once: survey and comparison want many of the same, and while a
 * plan is made nothing changes. Not for any longer than that.
 */
import type { WaitOptions } from '../async/deadline'

interface Hashing {
  md5(offsetBytes: number, sizeBytes: number, options?: WaitOptions): Promise<string>
}

export function rememberingHashes<T extends Hashing>(flash: T): T {
  const known = new Map<string, string>()
  const md5 = async (offsetBytes: number, sizeBytes: number, options?: WaitOptions) => {
    const key = `${offsetBytes}+${sizeBytes}`
    const hash = known.get(key) ?? (await flash.md5(offsetBytes, sizeBytes, options))
    known.set(key, hash)
    return hash
  }
  return { ...flash, md5 }
}

/** The files of firmware/ as they are now, and word of every change: for firmware development. */
import { watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firmwareCompiled, firmwareSources, type FirmwareFile } from '../../firmware/bundle'

const folder = fileURLToPath(new URL('../../firmware/', import.meta.url))
/** Editors write a file in several steps. */
const settleMs = 100

/** @param compiled  as .mpy, the way a current board gets them */
export async function firmwareFiles(compiled: boolean): Promise<FirmwareFile[]> {
  return compiled ? firmwareCompiled() : firmwareSources()
}

/** Calls `onChange` a moment after the last of several changes; returns what ends it. */
export function watchFiles(scriptPath: string | undefined, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined
  const changed = () => {
    clearTimeout(settling)
    settling = setTimeout(onChange, settleMs)
  }
  const watchers = [watch(folder, { recursive: true }, changed)]
  // Its folder, because editors put a new file in the place of the old one.
  if (scriptPath) watchers.push(watch(dirname(resolve(scriptPath)), changed))
  return () => {
    clearTimeout(settling)
    for (const watcher of watchers) watcher.close()
  }
}

export function sameFiles(a: readonly FirmwareFile[], b: readonly FirmwareFile[]): boolean {
  if (a.length !== b.length) return false
  return a.every(({ path, bytes }, i) => {
    const other = b[i]
    return other?.path === path && Buffer.compare(other.bytes, bytes) === 0
  })
}

/** The files of firmware/ as they are now, and word of every change: for firmware development. */
import { readdirSync, readFileSync, watch } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileAll, firmwareSources, type FirmwareFile } from '../../../firmware/bundle'

/** Editors write a file in several steps. */
const settleMs = 100

export interface FirmwareOptions {
  /** A folder with `main.py` and `lib/` to take the place of firmware/. */
  folder: string | undefined
  /** Modules as .mpy, the way a current board gets them. */
  compiled: boolean
}

export async function firmwareFiles({
  folder,
  compiled,
}: FirmwareOptions): Promise<FirmwareFile[]> {
  const sources = folder ? filesIn(folder) : firmwareSources()
  return compiled ? compileAll(sources) : sources
}

function filesIn(folder: string): FirmwareFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: `/${relative(folder, file)}`, bytes: readFileSync(file) }))
}

/** Calls `onChange` a moment after the last of several changes; returns what ends it. */
export function watchFiles(
  { folder = fileURLToPath(new URL('../../../firmware/', import.meta.url)) }: FirmwareOptions,
  scriptPath: string | undefined,
  onChange: () => void,
): () => void {
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

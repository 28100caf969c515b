/** Takes images that somebody downloaded by hand into the store. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirmwareStore } from './firmware-store'

export interface Refusal {
  file: string
  reason: string
}

/** Adds every whole image of `folder`; returns what was refused and why. */
export async function takeFromFolder(store: FirmwareStore, folder: string): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.bin')).sort()) {
    try {
      await store.add(safeName(file), await readFile(join(folder, file)))
    } catch (error) {
      refusals.push({ file, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return refusals
}

/** Browsers name second downloads "file (1).bin"; the list takes plain names only. */
function safeName(file: string): string {
  return file.replace(/[^\w.-]+/g, '_').replace(/^[^\w]+/, '_')
}

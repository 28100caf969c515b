/** Reads the stand-in modules from disk, for Node. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ModuleSources } from './stand-in-modules'

export function readModuleSources(): ModuleSources {
  const folder = fileURLToPath(new URL('modules/', import.meta.url))
  const files = readdirSync(folder).filter((file) => file.endsWith('.py'))
  return Object.fromEntries(
    files.map((file) => [file.slice(0, -3), readFileSync(folder + file, 'utf8')]),
  )
}

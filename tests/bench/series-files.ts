/** The design of the blog series (see series-design/README.md), compiled like our own files. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileAll } from '../../firmware/bundle'
import type { Files } from '../firmware/board'

export async function seriesFiles(): Promise<Files> {
  const folder = fileURLToPath(new URL('./series-design/', import.meta.url))
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'))
  const sources = names.map((name) => ({
    path: `/lib/${name}`,
    bytes: readFileSync(folder + name),
  }))
  const files = await compileAll(sources)
  return Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]))
}

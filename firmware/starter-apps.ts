/**
 * Build step: the apps of firmware/apps as the page offers them. Every folder with an app.json is one; an
 * invalid app stops the build with a message that names it. The page gets a small index with the SHA-256
 * of each file, and the files separately.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { AppFile } from '../src/provision/request.ts'
import { appManifestSchema, type AppManifest, type StarterApp } from '../src/presets/starter-app.ts'

const appsFolder = fileURLToPath(new URL('./apps', import.meta.url))
/** The board compiles apps itself (they stay readable there), and that takes memory. */
const maxSourceBytes = 8192

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * All apps, sorted by name. Throws if one is invalid.
 * @param folder such as firmware/apps; its sub-folder `shared` has files that several apps use
 */
export function readApps(folder = appsFolder): { app: StarterApp; files: AppFile[] }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'app.json')))
    .map(({ name }) => readApp(folder, name))
    .sort((a, b) => (a.app.name < b.app.name ? -1 : 1))
}

function readApp(folder: string, name: string) {
  const manifest = parseManifest(readFileSync(join(folder, name, 'app.json'), 'utf8'), name)
  const files = manifest.files.map((file) => ({ name: file, text: readPart(folder, name, file) }))
  const app = {
    ...manifest,
    files: files.map((file) => ({ name: file.name, sha256: hashOf(file.text) })),
  }
  return { app, files }
}

function parseManifest(text: string, name: string): AppManifest {
  const result = v.safeParse(appManifestSchema, JSON.parse(text))
  const where = `firmware/apps/${name}/app.json`
  if (!result.success) {
    const [issue] = result.issues
    throw new Error(`${where}: ${v.getDotPath(issue) ?? 'app'}: ${issue.message}`)
  }
  if (result.output.name !== name) throw new Error(`${where}: its name is not its folder's.`)
  return result.output
}

function readPart(folder: string, app: string, file: string): string {
  const own = join(folder, app, file)
  const path = existsSync(own) ? own : join(folder, 'shared', file)
  if (!existsSync(path)) throw new Error(`firmware/apps/${app}: there is no ${file}.`)
  const bytes = readFileSync(path)
  if (bytes.length > maxSourceBytes) throw new Error(`firmware/apps/${app}: ${file} is too long.`)
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

/**
 * An app of somebody's own from what was dropped or pasted: the same app.json and the same limits as
 * for those of firmware/apps. Reads files, keeps nothing.
 */
import * as v from 'valibot'
import appsM from '../messages/compiled/apps'
import { sha256Hex } from '../bytes/digest'
import { appManifestSchema, maxAppMemoryBytes, type StarterApp } from '../presets/starter-app'
import type { AppFile } from '../provision/request'

export interface OwnApp {
  app: StarterApp
  files: AppFile[]
}

/** The board compiles an app itself. */
const maxSourceBytes = 8192

/** Not a valid app; the message is for the person who added it. */
export class InvalidApp extends Error {}

/** @throws InvalidApp */
export function ownApp(manifest: unknown, parts: readonly AppFile[]): OwnApp {
  const result = v.safeParse(appManifestSchema, manifest)
  if (!result.success) {
    const [issue] = result.issues
    throw new InvalidApp(
      appsM.manifestProblem({ field: v.getDotPath(issue) ?? 'app', problem: issue.message }),
    )
  }
  const files = result.output.files.map((name) => {
    const text = parts.find((part) => part.name === name)?.text
    if (text === undefined) throw new InvalidApp(appsM.fileMissing({ name }))
    if (new TextEncoder().encode(text).length > maxSourceBytes)
      throw new InvalidApp(appsM.fileTooLong({ name }))
    return { name, text }
  })
  const hashed = files.map(({ name, text }) => ({
    name,
    sha256: sha256Hex(new TextEncoder().encode(text)),
  }))
  return { app: { ...result.output, files: hashed }, files }
}

/** One pasted file with `def run(wifi, settings):`. @throws InvalidApp */
export function pastedApp(name: string, text: string): OwnApp {
  if (!/^(async )?def run\(/m.test(text)) throw new InvalidApp(appsM.noRun())
  const manifest = {
    name,
    title: name,
    description: appsM.ownDescription(),
    files: [`${name}.py`],
    memoryBytes: maxAppMemoryBytes,
    fields: [],
  }
  return ownApp(manifest, [{ name: `${name}.py`, text }])
}

/** What was dropped or picked: a folder with an app.json, or one Python file. @throws InvalidApp */
export async function offeredApp(
  offered: readonly { path: string; file: Pick<Blob, 'size' | 'text'> }[],
): Promise<OwnApp> {
  const [only] = offered
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  const parts: AppFile[] = []
  for (const { path, file } of offered.slice(0, 40)) {
    if (file.size <= maxSourceBytes) parts.push({ name: nameOf(path), text: await file.text() })
    else if (/\.(py|json)$/.test(path))
      throw new InvalidApp(appsM.offeredTooLong({ name: nameOf(path) }))
  }
  const manifest = parts.find((part) => part.name === 'app.json')
  if (manifest) return ownApp(parsed(manifest.text), parts)
  if (offered.length === 1 && only && nameOf(only.path).endsWith('.py'))
    return pastedApp(nameOf(only.path).slice(0, -3), parts[0]?.text ?? '')
  throw new InvalidApp(appsM.notAnApp())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidApp(appsM.manifestNotJson())
  }
}

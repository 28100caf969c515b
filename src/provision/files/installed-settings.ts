/** /portal.json as a board has it: what this page has written there, or somebody else. */
import * as v from 'valibot'
import type { Files } from '../survey/found'
import { portalSettingsPath } from './paths'

/** The page's own are a tenth of it. */
const mostBytes = 16 * 1024

const text = v.optional(v.string(), '')

const number = v.optional(v.number())

const settingsSchema = v.object({
  essid: text,
  ap_ip: text,
  hostname: text,
  fields: v.optional(v.array(v.record(v.string(), v.string())), []),
  app: text,
  ap_password: text,
  button: number,
  power_cycles: number,
  timeout: number,
  station: v.optional(v.record(v.string(), v.string()), {}),
})

export type InstalledSettings = v.InferOutput<typeof settingsSchema>

/** Undefined if the board has none, or none that can be read. */
export function installedSettings(files: Files): InstalledSettings | undefined {
  const entry = files.get(portalSettingsPath)
  if (entry?.type !== 'file' || entry.bytes.length > mostBytes) return undefined
  try {
    const result = v.safeParse(settingsSchema, JSON.parse(new TextDecoder().decode(entry.bytes)))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}

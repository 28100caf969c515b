/**
 * Presets as a JSON file, to keep or to hand on. The file says what it is, so that another JSON file
 * dropped by mistake gets a clear answer. What a newer page has added to a preset stays in the file.
 */
import * as v from 'valibot'
import { DeviceError } from '../errors'
import m from '../messages/compiled/preset-rules'
import { presetVersion } from './basics'
import { isNewerPreset, parsePreset } from './parse'
import type { Preset } from './schema'
import { withoutPassword } from './without-password'

const format = 'portal-flasher-presets'
/** Some thousand presets, as this page exports them; more is not one of our files. */
const maxLength = 8_000_000
const maxPresets = 5000

const fileSchema = v.object({
  format: v.literal(format),
  version: v.number(),
  presets: v.pipe(v.array(v.unknown()), v.maxLength(maxPresets)),
})

/**
 * @param foreign presets of a newer page, as they are
 * @param stored  a stored list that goes out as it is, with its version, in place of both
 */
export function presetsToFile(
  presets: readonly Preset[],
  foreign: readonly unknown[] = [],
  stored?: unknown,
): string {
  const list = typeof stored === 'object' ? stored : {}
  const ours = { version: presetVersion, presets: [...presets, ...foreign] }
  return JSON.stringify({ ...ours, ...list, format }, undefined, 2) + '\n'
}

/** @param withPasswords of set-up networks, in plain text; without, boards get passwords of their own */
export const exportedFile = (
  presets: readonly Preset[],
  foreign: readonly unknown[],
  withPasswords = false,
): string => {
  const handedOn = <T>(list: readonly T[]) => (withPasswords ? list : list.map(withoutPassword))
  return presetsToFile(handedOn(presets), handedOn(foreign))
}

/**
 * All presets of a file, or none: half an import would be hard to notice.
 * @throws DeviceError preset-invalid, link-newer (made by a newer page)
 */
export function fileToPresets(text: string): Preset[] {
  return openFile(text).presets
}

/**
 * The same, and apart from them the presets that a newer page has put beside ours in an export of this page.
 * @throws DeviceError preset-invalid, link-newer
 */
export function openFile(text: string): { presets: Preset[]; foreign: unknown[] } {
  if (text.length > maxLength) throw notOurs(m.file.tooLarge())
  const result = v.safeParse(fileSchema, parseJson(text))
  if (!result.success) throw notOurs(m.file.otherFormat({ format }))
  const { version, presets } = result.output
  if (version > presetVersion) throw newer(m.file.newerVersion({ version }))
  const foreign = presets.filter(isNewerPreset)
  if (foreign.length > 0 && foreign.length === presets.length) {
    throw newer(m.file.allNewer())
  }
  const ours = presets.filter((data) => !foreign.includes(data)).map(parsePreset)
  return { presets: ours, foreign }
}

const newer = (why: string) => new DeviceError('link-newer', why)

const notOurs = (why: string, cause?: unknown) => new DeviceError('preset-invalid', why, { cause })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notOurs(m.file.notJson(), cause)
  }
}

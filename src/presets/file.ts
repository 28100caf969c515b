/**
 * Presets as a JSON file, to keep or to hand on. The file says what it is, so that another JSON file
 * dropped by mistake gets a clear answer.
 */
import * as v from 'valibot'
import { DeviceError } from '../errors'
import { parsePreset } from './parse'
import { presetVersion, type Preset } from './schema'

const format = 'portal-flasher-presets'
/** Some thousand presets; more is not one of our files. */
const maxLength = 1_000_000

const fileSchema = v.object({
  format: v.literal(format),
  version: v.number(),
  presets: v.pipe(v.array(v.unknown()), v.maxLength(1000)),
})

export const presetsToFile = (presets: readonly Preset[]): string =>
  JSON.stringify({ format, version: presetVersion, presets }, undefined, 2) + '\n'

/**
 * All presets of a file, or none: half an import would be hard to notice.
 * @throws DeviceError preset-invalid, link-newer (made by a newer page)
 */
export function fileToPresets(text: string): Preset[] {
  if (text.length > maxLength) throw notOurs('The file is too large.')
  const result = v.safeParse(fileSchema, parseJson(text))
  if (!result.success) throw notOurs(`It is not a "${format}" file.`)
  if (result.output.version > presetVersion) {
    throw new DeviceError('link-newer', `The file has version ${result.output.version}.`)
  }
  return result.output.presets.map(parsePreset)
}

const notOurs = (why: string, cause?: unknown) => new DeviceError('preset-invalid', why, { cause })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notOurs('The file is not JSON.', cause)
  }
}

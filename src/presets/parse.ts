/**
 * From unknown data to a preset, with one sentence about the first thing that does not fit. Knows
 * nothing of where the data came from.
 */
import * as v from 'valibot'
import { DeviceError } from '../errors'
import m from '../messages/compiled/preset-rules'
import { hasOnlyUnknownFields, isNewerThan } from './newer-version'
import { presetVersion } from './basics'
import { presetSchema, type Preset } from './schema'

/** @throws DeviceError preset-invalid naming the field and what is wrong with it */
export function parsePreset(data: unknown): Preset {
  const result = v.safeParse(presetSchema, data)
  if (result.success) return result.output
  const [issue] = result.issues
  const field = v.getDotPath(issue) ?? 'preset'
  throw new DeviceError(
    'preset-invalid',
    m.problemIn({ field, problem: issue.message }).slice(0, 300),
  )
}

/** True for a preset of a newer version of this page: of a higher version, or with fields that we do not know. */
export const isNewerPreset = (data: unknown): boolean =>
  isNewerThan(presetVersion, data) || hasOnlyUnknownFields(v.safeParse(presetSchema, data).issues)

/**
 * From unknown data to a preset, with one sentence about the first thing that does not fit. Knows
 * nothing of where the data came from.
 */
import * as v from 'valibot'
import { DeviceError } from '../errors'
import m from '../messages/compiled/preset-rules'
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

/** True for data that needs no change to be a preset. */
export const isPreset = (data: unknown): data is Preset => v.is(presetSchema, data)

/** A new id: never guessable, never colliding in practice. */
export const newPresetId = (): string => crypto.randomUUID()

/** Links that anybody may have written: every preset survives, and nothing ever breaks the page. */
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { casesOfRun } from '../support/turns'
import { DeviceError } from '../../src/errors'
import { defaultPresets } from '../../src/presets/defaults'
import { fragmentToPreset, maxLinkLength, presetToFragment } from '../../src/presets/link'
import { fieldTypes, portalFieldSchemas } from '../../src/presets/portal-field'
import { baudRates, boards, flashModes, presetSchema, type Preset } from '../../src/presets/schema'

const fits = (schema: v.GenericSchema<string, string>) => (text: string) =>
  v.is(schema, text) && v.parse(schema, text) === text
const { name, portal } = presetSchema.entries
const text = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength })
const version = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)).map((v) => `v${v.join('.')}`)

const field = fc.record({
  label: text(12)
    .filter(fits(portalFieldSchemas.label))
    .map((label) => label.trim()),
  name: fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
  type: fc.constantFrom(...fieldTypes.filter((type) => type !== 'password')),
  default: text(8).filter(fits(portalFieldSchemas.default)),
  pattern: fc.constantFrom('', '[0-9]+', '\\d\\d?\\d?|x'),
})

const preset: fc.Arbitrary<Preset> = fc.record({
  version: fc.constant(1 as const),
  id: fc.uuid(),
  name: text(40).filter(fits(name)),
  board: fc.constantFrom(...boards),
  firmware: fc.oneof(
    fc.record({
      source: fc.constant('catalogue' as const),
      variant: fc.constantFrom('auto' as const, 'GENERIC' as const, 'FLASH_1M' as const),
      version: fc.oneof(fc.constant('latest'), version),
    }),
    fc.record(
      {
        source: fc.constant('file' as const),
        name: text(40).filter(fits(name)),
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      },
      { requiredKeys: ['source', 'name'] },
    ),
  ),
  flash: fc.record({
    mode: fc.constantFrom(...flashModes),
    baudRate: fc.constantFrom(...baudRates),
    eraseAll: fc.boolean(),
  }),
  portal: fc.record({
    accessPointName: text(16).filter(fits(portal.entries.accessPointName)),
    accessPointAddress: fc.ipV4().filter(fits(portal.entries.accessPointAddress)),
    hostname: fc.stringMatching(/^([a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?)?$/),
    fields: fc.uniqueArray(field, { maxLength: 5, selector: ({ name }) => name }),
  }),
})

test('arbitrary presets come back from their link as they were', () => {
  fc.assert(
    fc.property(preset, (original) => {
      const fragment = presetToFragment(original)
      expect(fragment.length).toBeLessThanOrEqual(maxLinkLength)
      expect(fragmentToPreset(fragment)).toEqual({ ...original, id: expect.any(String) })
    }),
    { numRuns: casesOfRun(2000) },
  )
})

/** Parses or throws DeviceError; anything else fails the property. */
function refusedOrRead(fragment: string) {
  try {
    expect(v.is(presetSchema, fragmentToPreset(fragment))).toBe(true)
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    expect(['link-damaged', 'link-too-big', 'link-newer', 'preset-invalid']).toContain(error.code)
  }
}

const edit = fc.record({
  at: fc.nat(5000),
  remove: fc.nat(4),
  insert: fc.string({ unit: 'binary', maxLength: 4 }),
})
const mutate = (text: string, edits: { at: number; remove: number; insert: string }[]) =>
  edits.reduce((now, { at, remove, insert }) => {
    const start = at % (now.length + 1)
    return now.slice(0, start) + insert + now.slice(start + remove)
  }, text)

const mutations = casesOfRun(10_000)

test(`${mutations} mutations of a link are read or refused, never anything else`, () => {
  const fragment = presetToFragment(defaultPresets()[0]!)
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      refusedOrRead(mutate(fragment, edits))
    }),
    { numRuns: mutations },
  )
})

test(`${mutations} mutations of the JSON inside are read or refused, never anything else`, () => {
  const json = JSON.stringify(defaultPresets()[0])
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const body = Buffer.from(mutate(json, edits)).toString('base64url')
      refusedOrRead(`#preset=1.${body}`)
    }),
    { numRuns: mutations },
  )
})

test('every cut of a link is refused', () => {
  const fragment = presetToFragment(defaultPresets()[0]!)
  for (let length = '#preset='.length; length < fragment.length; length++) {
    expect(() => fragmentToPreset(fragment.slice(0, length))).toThrow(DeviceError)
  }
})

test('arbitrary JSON inside a link is refused, prototypes and deep nesting included', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const body = Buffer.from(JSON.stringify(data)).toString('base64url')
      expect(() => fragmentToPreset(`#preset=1.${body}`)).toThrow(DeviceError)
    }),
    { numRuns: casesOfRun(2000) },
  )
  const nested = Buffer.from('['.repeat(1400)).toString('base64url')
  expect(() => fragmentToPreset(`#preset=1.${nested}`)).toThrow(DeviceError)
  const polluted = Buffer.from('{"__proto__":{"version":1}}').toString('base64url')
  expect(() => fragmentToPreset(`#preset=1.${polluted}`)).toThrow(DeviceError)
})

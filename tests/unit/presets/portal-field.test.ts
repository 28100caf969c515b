import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { defaultPresets } from '../../../src/presets/defaults'
import { newPortalField, portalFieldsSchema } from '../../../src/presets/portal-field'
import { presetSchema } from '../../../src/presets/schema'
import { presetEffects } from '../../../src/presets/preset-effects'

const field = { label: 'Server', name: 'server', type: 'url', default: '', pattern: '' }
const accepts = (fields: unknown) => v.safeParse(portalFieldsSchema, fields).success

describe('extra fields of the portal', () => {
  it('are at most eight, each with a name of its own', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...field, name: `f${i}` }))
    expect(accepts(many(8))).toBe(true)
    expect(accepts(many(9))).toBe(false)
    expect(accepts([field, field])).toBe(false)
  })

  it('carry no secret: a password has no default', () => {
    expect(accepts([{ ...field, type: 'password' }])).toBe(true)
    expect(accepts([{ ...field, type: 'password', default: 'hunter2' }])).toBe(false)
  })

  it.each([
    ['an unknown type', { type: 'file' }],
    ['a name that would break out of the form', { name: '"><script>' }],
    ['a pattern that is no expression', { pattern: '(' }],
    ['a pattern that the board cannot decide', { pattern: '\\bfoo\\b' }],
    ['a label of nothing', { label: ' ' }],
    ['a label with a bidi override', { label: 'a\u202eb' }],
    ['a part that nobody knows', { onfocus: 'alert(1)' }],
  ])('are refused with %s', (_what, change) => {
    expect(accepts([{ ...field, ...change }])).toBe(false)
  })

  it('are none in a preset that was stored before there were any', () => {
    const [preset] = defaultPresets()
    const portal = { ...preset!.portal, fields: undefined }
    const stored: unknown = JSON.parse(JSON.stringify({ ...preset, portal }))
    expect(v.parse(presetSchema, stored).portal.fields).toEqual([])
  })

  it.each([
    ['\\d{4}', '\\d\\d\\d\\d'],
    ['[A-F0-9]{2,3}', '[A-F0-9][A-F0-9][A-F0-9]?'],
    ['x{1,}', 'xx*'],
    ['[a-z.]+', '[a-z.]+'],
    ['\\bfoo\\b', ''],
    ['(a+)+b', ''],
  ])('with the pattern %s of version 0.1.0 are kept, with the pattern %j', (pattern, kept) => {
    const [preset] = defaultPresets()
    const portal = { ...preset!.portal, fields: [{ ...field, pattern }] }
    expect(v.parse(presetSchema, { ...preset, portal }).portal.fields[0]!.pattern).toBe(kept)
  })

  it('are named in the review of a link', () => {
    const [preset] = defaultPresets()
    const portal = { ...preset!.portal, fields: [newPortalField([])] }
    expect(presetEffects({ ...preset!, portal }).join(' ')).toContain('also asks for: “Field 1”')
  })
})

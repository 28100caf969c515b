import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { defaultPresets } from '../../../src/presets/defaults'
import { newPortalField, portalFieldsSchema } from '../../../src/presets/portal-field'
import { presetSchema } from '../../../src/presets/schema'
import { presetWords } from '../../../src/presets/words'

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

  it('are named in the review of a link', () => {
    const [preset] = defaultPresets()
    const portal = { ...preset!.portal, fields: [newPortalField([])] }
    expect(presetWords({ ...preset!, portal }).join(' ')).toContain('also asks for: “Field 1”')
  })
})

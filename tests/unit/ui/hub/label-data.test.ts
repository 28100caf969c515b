/** What a label says of a board, and what it never says. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../../src/presets/defaults'
import type { BoardNow } from '../../../../src/micropython/board-now'
import { labelData } from '../../../../src/ui/hub/label/label-data'

const identity = { mac: '18:fe:34:42:44:42' }
const accessPoint = { name: 'Lamp', address: '10.0.0.1' }
const joined: BoardNow = { is: 'joined', network: 'Home', address: '192.168.1.23' }
const preset = { ...newPreset(), name: 'My lamp' }

test('of an open portal: its own words', () => {
  const board = { now: { is: 'portal', accessPoint } as const, identity, report: {} }
  expect(labelData(board, { preset })).toEqual({
    title: 'My lamp',
    accessPointName: 'Lamp',
    code: 'WIFI:T:nopass;S:Lamp;;',
    address: '10.0.0.1',
    digits: '42:44:42',
  })
})

test('of a board that joined at once: the name that its portal will have, never the home network', () => {
  const data = labelData({ now: joined, identity, report: {} }, { preset })
  expect(data).toMatchObject({ accessPointName: 'ESP8266-424442', address: '192.168.4.1' })
  expect(JSON.stringify(data)).not.toContain('Home')
  const named = { ...preset, portal: { ...preset.portal, accessPointName: 'Café; "Lamp"' } }
  expect(labelData({ now: joined, identity, report: {} }, { preset: named }).code).toBe(
    'WIFI:T:nopass;S:Café\\; \\"Lamp\\";;',
  )
})

test('of a board whose console alone was opened: nothing that is only hoped', () => {
  expect(labelData({ now: { is: 'quiet' }, identity }, { preset })).toEqual({
    title: undefined,
    accessPointName: undefined,
    code: undefined,
    address: '192.168.4.1',
    digits: '42:44:42',
  })
})

test('of a portal with a password: it and the code, or neither', () => {
  const board = { now: { is: 'portal', accessPoint } as const, identity, report: {} }
  const password = 'k7mf;2xq'
  expect(labelData(board, { preset, password })).toMatchObject({
    password: { text: password },
    code: 'WIFI:T:WPA;S:Lamp;P:k7mf\\;2xq;;',
  })
  const hidden = labelData(board, { preset, password, hidesPassword: true })
  expect(hidden.password).toBe('hidden')
  expect(JSON.stringify(hidden)).not.toContain('k7mf')
})

/** How the card and the label tell the way back into a board whose set-up Wi-Fi opens only when asked. */
import { expect, test } from 'vitest'
import { newPreset } from '../../../../src/presets/defaults'
import type { Preset } from '../../../../src/presets/schema'
import { labelData } from '../../../../src/ui/hub/label/label-data'
import { opensAgainWords, opensOnLabel } from '../../../../src/ui/hub/opens-again'

function opening(opens: Preset['portal']['opens'], board: Preset['board'] = 'd1-mini'): Preset {
  const usual = newPreset()
  return { ...usual, board, portal: { ...usual.portal, opens } }
}

test('one that opens by itself needs no words', () => {
  expect(opensAgainWords(newPreset())).toEqual([])
  expect(opensOnLabel(newPreset())).toBeUndefined()
})

test('a button: named as the board has it', () => {
  expect(opensAgainWords(opening({ button: 14 }))[0]).toContain('GPIO 14 (D5)')
  expect(opensAgainWords(opening({ button: 2 }, 'esp-01'))[0]).toContain('GPIO 2 for')
  expect(opensOnLabel(opening({ button: 14 }))).toBe('To set up: D5 at the start')
  expect(opensOnLabel(opening({ button: 2 }, 'esp-01'))).toContain('GPIO 2')
})

test('quick starts, and both', () => {
  expect(opensAgainWords(opening({ powerCycles: 3 }))[0]).toContain('3 times in a row')
  const both = opening({ button: 14, powerCycles: 3 })
  expect(opensAgainWords(both)).toHaveLength(2)
  expect(opensOnLabel(both)).toBe('To set up: D5 at the start, or 3 quick starts')
})

test('a label has it only where the preset is what was installed', () => {
  const preset = opening({ powerCycles: 3 })
  const board = { now: { is: 'starting' } as const, identity: { mac: '18:fe:34:42:44:42' } }
  expect(labelData({ ...board, report: {} }, { preset }).opens).toBe('To set up: 3 quick starts')
  expect(labelData(board, { preset }).opens).toBeUndefined()
})

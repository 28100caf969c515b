/** Which boards get a label, and how those that do not exist are marked. */
import { expect, test } from 'vitest'
import { BatchRow } from '../../../../src/state/batch/batch-row.svelte'
import type { StoredRow } from '../../../../src/state/batch/stored-batch'
import { labelsOf } from '../../../../src/ui/batch/batch-labels'

const row = (number: number, is: 'done' | 'stopped' = 'done') => {
  const stored: StoredRow = {
    id: `${number}`,
    number,
    accessPoint: `lamp-${number}`,
    result: { is, atMs: 0 },
  }
  return new BatchRow(stored)
}
const rows = [row(3), row(1), row(2, 'stopped')]

test('those that are ready, in the order of their numbers', () => {
  const names = labelsOf(rows, 'real').map(({ accessPointName }) => accessPointName)
  expect(names).toEqual(['lamp-1', 'lamp-3'])
})

test('virtual ones say so', () => {
  expect(labelsOf(rows, 'virtual').every(({ isVirtual }) => isVirtual)).toBe(true)
  expect(labelsOf(rows, 'real').some(({ isVirtual }) => isVirtual)).toBe(false)
})

test('with the password that the board was given, or without', () => {
  const passwordOf = () => 'k7mf2xqa'
  expect(labelsOf(rows, 'real', passwordOf)[0]).toMatchObject({
    password: { text: 'k7mf2xqa' },
    code: 'WIFI:T:WPA;S:lamp-1;P:k7mf2xqa;;',
  })
  expect(JSON.stringify(labelsOf(rows, 'real', passwordOf, () => true))).not.toContain('k7mf')
})

import { describe, expect, it } from 'vitest'
import { highestNumber } from '../../../../src/state/batch/name-pattern'
import { firstSetup, mostRows, parseBatch } from '../../../../src/state/batch/stored-batch'

const row = (change: object = {}) => ({
  id: 'a',
  mac: '18:fe:34:42:44:42',
  number: 3,
  accessPoint: 'lamp-3',
  hostname: 'lamp-3',
  result: { is: 'done', atMs: 1 },
  ...change,
})
const stored = (rows: unknown[], change: object = {}) => ({
  version: 1,
  setup: firstSetup(),
  next: 1,
  rows,
  ...change,
})

describe('a stored batch', () => {
  it('is read as it was written', () => {
    expect(parseBatch(stored([row()], { next: 9 }))).toEqual({
      setup: firstSetup(),
      next: 9,
      rows: [row()],
    })
  })

  it('gives no number twice, whatever its counter says', () => {
    expect(parseBatch(stored([row({ number: 41 })]))?.next).toBe(42)
  })

  it('gives the highest number once, and is read after it', () => {
    const next = highestNumber + 1
    expect(parseBatch(stored([row({ number: highestNumber })]))?.next).toBe(next)
    expect(parseBatch(stored([row()], { next }))).toMatchObject({ next, rows: [row()] })
  })

  it('has one row of an id, and does not give the number of another again', () => {
    const rows = [row(), row({ number: 7 }), row({ id: 'b' })]
    expect(parseBatch(stored(rows))).toMatchObject({ next: 8, rows: [row(), row({ id: 'b' })] })
  })

  it.each([
    ['another MAC address', { mac: '18:fe:34:42:44' }],
    ['a code that is none', { result: { is: 'failed', atMs: 1, code: 'no', message: '' } }],
    ['more than there is', { extra: true }],
    ['a name without end', { accessPoint: 'x'.repeat(65) }],
  ])('leaves out a row with %s', (_, change) => {
    expect(parseBatch(stored([row(change), row()]))?.rows).toEqual([row()])
  })

  it('has at most so many rows', () => {
    const many = Array.from({ length: mostRows + 5 }, (_, index) => row({ id: String(index) }))
    expect(parseBatch(stored(many))?.rows).toHaveLength(mostRows)
  })

  it.each([undefined, null, 3, 'x', [], stored([], { version: 2 }), stored([], { setup: {} })])(
    'is none: %j',
    (data) => {
      expect(parseBatch(data)).toBeUndefined()
    },
  )
})

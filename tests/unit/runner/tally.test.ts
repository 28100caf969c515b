/** The last lines of `npm test`. */
import { expect, it } from 'vitest'
import { Tally } from '../../runner/tally'

it('ends with the counts, and names before them what was not simply passed', () => {
  const tally = new Tally()
  tally.check('eslint .', true)
  tally.check('prettier', false)
  const names = ['a.test.ts: one']
  tally.add({ passed: 5, failed: 1, names, flaky: ['b.test.ts: two'], skipped: ['c: no compiler'] })
  expect(tally.failed).toBe(2)
  expect(tally.lines(['A note.'])).toEqual([
    '\nSkipped:',
    '– c: no compiler',
    '\nPassed only at the second try:',
    '~ b.test.ts: two',
    '\nFailed:',
    '✗ prettier',
    '✗ a.test.ts: one',
    '\nA note.',
    '\n6 passed, 2 failed',
  ])
})

it('is short when all is well', () => {
  const tally = new Tally()
  tally.check('eslint .', true)
  expect(tally.lines([])).toEqual(['\n1 passed, 0 failed'])
})

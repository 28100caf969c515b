/** What `npm test` reads out of the reports of its runners. */
import { describe, expect, it } from 'vitest'
import { playwrightOutcome, vitestOutcome } from '../reports'

const test = (fullName: string, status: string) => ({ fullName, status })
const file = (name: string, status: string, assertionResults: object[]) => ({
  name: `${process.cwd()}/tests/unit/${name}`,
  status,
  assertionResults,
})

describe('the report of Vitest', () => {
  it('names what failed, with its file', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        file('a.test.ts', 'failed', [test('one works', 'passed'), test('two works', 'failed')]),
        file('b.test.ts', 'passed', [test('three is left out', 'pending')]),
      ],
    }
    expect(vitestOutcome(report)).toEqual({
      passed: 1,
      failed: 1,
      names: ['tests/unit/a.test.ts: two works'],
      wobbly: [],
      skipped: [],
    })
  })

  it('names a file that could not be loaded, and counts it', () => {
    const report = {
      numPassedTests: 0,
      numFailedTests: 0,
      testResults: [file('broken.test.ts', 'failed', [])],
    }
    expect(vitestOutcome(report)).toEqual({
      passed: 0,
      failed: 1,
      names: ['tests/unit/broken.test.ts'],
      wobbly: [],
      skipped: [],
    })
  })
})

describe('the report of Playwright', () => {
  const spec = (title: string, ok: boolean, status: string) => ({
    title,
    ok,
    file: 'plan.spec.ts',
    tests: [{ status, annotations: [] }],
  })

  it('names what failed and what passed only the second time, in suites of any depth', () => {
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 1 },
      suites: [
        {
          specs: [spec('works', true, 'expected'), spec('flakes', true, 'flaky')],
          suites: [{ specs: [spec('fails', false, 'unexpected')] }],
        },
      ],
    }
    expect(playwrightOutcome(report)).toEqual({
      passed: 2,
      failed: 1,
      names: ['tests/e2e/plan.spec.ts: fails'],
      wobbly: ['tests/e2e/plan.spec.ts: flakes'],
      skipped: [],
    })
  })

  it('tells once for each file why tests were left out, if they say so', () => {
    const left = (file: string, annotations: object[]) => ({
      ...spec('left out', true, 'skipped'),
      file,
      tests: [{ status: 'skipped', annotations }],
    })
    const why = { type: 'skip', description: 'no compiler' }
    const report = {
      stats: { expected: 0, unexpected: 0, flaky: 0 },
      suites: [
        {
          specs: [
            left('../web-serial/a.spec.ts', [why]),
            left('../web-serial/a.spec.ts', [why]),
            left('plan.spec.ts', [{ type: 'skip' }]),
          ],
        },
      ],
    }
    expect(playwrightOutcome(report).skipped).toEqual(['tests/web-serial/a.spec.ts: no compiler'])
  })
})

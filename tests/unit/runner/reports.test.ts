/** What `npm test` reads out of the reports of its runners. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { playwrightOutcome, vitestOutcome } from '../../runner/reports'
import { usesRandom } from '../../runner/uses-random'

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
      flaky: [],
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
      flaky: [],
      skipped: [],
    })
  })
})

describe('a second try', () => {
  it('is named, with its file, when the test passed then', () => {
    const flaky = { ...test('three is flaky', 'passed'), failureMessages: ['Error: too late'] }
    const failed = { ...test('four fails', 'failed'), failureMessages: ['Error', 'Error'] }
    const fine = { ...test('one works', 'passed'), failureMessages: [] }
    const report = {
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [file('a.test.ts', 'failed', [fine, flaky, failed])],
    }
    expect(vitestOutcome(report)).toMatchObject({
      names: ['tests/unit/a.test.ts: four fails'],
      flaky: ['tests/unit/a.test.ts: three is flaky'],
    })
  })

  /** Runs a file that fails at its first try only, as CI does. */
  async function runInCi(name: string, code: string) {
    const folder = mkdtempSync('tests/unit/second-try-')
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const place = join(folder, `${name}.test.ts`)
    const report = join(folder, 'report.json')
    writeFileSync(place, code)
    const args = ['vitest', 'run', place, '--reporter=json', `--outputFile=${report}`]
    const child = spawn('npx', ['--no-install', ...args], {
      env: { ...process.env, CI: '1', FC_SEED: '7' },
      stdio: 'ignore',
    })
    await once(child, 'close')
    return { status: child.exitCode, ...vitestOutcome(JSON.parse(readFileSync(report, 'utf8'))) }
  }

  const failsOnce = `import { expect, it } from 'vitest'
    let tries = 0
    it('passes later', () => expect(++tries).toBe(2))\n`

  it('is given in CI to a test without chance, which is named then', async () => {
    const outcome = await runInCi('plain', failsOnce)
    expect(outcome).toMatchObject({ status: 0, passed: 1, names: [] })
    expect(outcome.flaky).toEqual([expect.stringContaining('plain.test.ts: passes later')])
  })

  it.each([
    ['a property', `import fc from 'fast-check'\nfc.assert(fc.property(fc.nat(), () => true))\n`],
    ['seeds', `import { seeds } from '../../support/random'\nseeds(1)\n`],
    ['chance', `Math.random()\n`],
  ])('is not given to a file with %s: its failure stays', async (_, source) => {
    const outcome = await runInCi('random', source + failsOnce)
    expect(outcome).toMatchObject({ status: 1, passed: 0, failed: 1, flaky: [] })
    expect(outcome.names).toEqual([expect.stringContaining('random.test.ts: passes later')])
  })

  it('would take the same cases again: one seed for all properties of a run', async () => {
    const code = `import fc from 'fast-check'
    import { expect, it } from 'vitest'
    it('knows its seed', () => expect(fc.readConfigureGlobal().seed).toBe(7))\n`
    expect(await runInCi('seed', code)).toMatchObject({ status: 0, passed: 1 })
  })

  it('in a browser test never meets chance: none of them has any', () => {
    const specs = ['tests/e2e', 'tests/web-serial'].flatMap((folder) =>
      readdirSync(folder).map((name) => join(folder, name)),
    )
    const drawn = specs.filter((name) => name.endsWith('.spec.ts') && usesRandom(resolve(name)))
    expect(drawn).toEqual([])
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
      flaky: ['tests/e2e/plan.spec.ts: flakes'],
      skipped: [],
    })
  })

  it('reports once for each file why tests were skipped, if they give a reason', () => {
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

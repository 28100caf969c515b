/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Ends with the one line
 * that CI reads: `N passed, N failed`. A static check counts as one test.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { ensureChromium } from './chromium'
import { ensurePrograms } from './debian'

const results = 'tests/results'
const total = { passed: 0, failed: 0 }

function run(command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n▶ ${command}`)
  const { status } = spawnSync(`npx --no-install ${command}`, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return status === 0
}

function count(passed: number, failed: number) {
  total.passed += passed
  total.failed += failed
}

const staticCheck = (command: string) => (run(command) ? count(1, 0) : count(0, 1))

/** Counts of a JSON report; a runner that fails without naming a failed test counts as one. */
function countReport(file: string, ok: boolean, read: (report: unknown) => [number, number]) {
  try {
    const [passed, failed] = read(JSON.parse(readFileSync(`${results}/${file}`, 'utf8')))
    count(passed, ok ? failed : Math.max(1, failed))
  } catch (error) {
    console.error(`No report in ${results}/${file}: ${String(error)}`)
    count(0, 1)
  }
}

const vitestReport = v.object({ numPassedTests: v.number(), numFailedTests: v.number() })
const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() }),
})

function unitTests() {
  const file = 'vitest.json'
  const ok = run(`vitest run --reporter=default --reporter=json --outputFile=${results}/${file}`)
  countReport(file, ok, (report) => {
    const { numPassedTests, numFailedTests } = v.parse(vitestReport, report)
    return [numPassedTests, numFailedTests]
  })
}

function browserTests() {
  const chromium = ensureChromium()
  const file = 'playwright.json'
  const ok = run('playwright test --config tests/e2e/playwright.config.ts', {
    CHROMIUM_PATH: chromium,
  })
  countReport(file, ok, (report) => {
    const { expected, unexpected, flaky } = v.parse(playwrightReport, report).stats
    return [expected, unexpected + flaky]
  })
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
staticCheck('svelte-check --tsconfig ./tsconfig.json --fail-on-warnings')
staticCheck('eslint .')
staticCheck('prettier --check --log-level warn .')
ensurePrograms()
unitTests()
staticCheck('vite build --logLevel warn')
try {
  browserTests()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  count(0, 1)
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed ? 1 : 0)

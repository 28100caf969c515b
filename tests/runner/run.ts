/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Ends with the one line
 * that CI reads: `N passed, N failed`. A static check counts as one test.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureChromium } from './chromium'
import { ensurePrograms } from './debian'
import { playwrightOutcome, vitestOutcome, type Outcome } from './reports'

const results = 'tests/results'
const total = { passed: 0, failed: 0 }
/** Of all properties of this run; fast-check takes 32 bits. */
const seed = process.env.FC_SEED ?? String(randomInt(2 ** 31))
/** What failed, to be said again at the end: whoever reads only the tail of a log learns it too. */
const failures: string[] = []
const skipped: string[] = []
const wobbly: string[] = []

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

function fail(what: string) {
  failures.push(what)
  count(0, 1)
}

const staticCheck = (command: string) => (run(command) ? count(1, 0) : fail(command))

/** Counts of a JSON report; a runner that fails without naming a failed test counts as one. */
function countReport(file: string, ok: boolean, read: (report: unknown) => Outcome) {
  try {
    const outcome = read(JSON.parse(readFileSync(`${results}/${file}`, 'utf8')))
    count(outcome.passed, outcome.failed)
    failures.push(...outcome.names)
    skipped.push(...outcome.skipped)
    wobbly.push(...outcome.wobbly)
    if (!ok && outcome.failed === 0) fail(`${file}: its runner failed, no test of it did`)
  } catch (error) {
    console.error(`No report in ${results}/${file}: ${String(error)}`)
    fail(`${file}: there is no report`)
  }
}

function unitTests() {
  const file = 'vitest.json'
  const ok = run(`vitest run --reporter=default --reporter=json --outputFile=${results}/${file}`, {
    FC_SEED: seed,
  })
  countReport(file, ok, vitestOutcome)
}

function browserTests() {
  const chromium = ensureChromium()
  const file = 'playwright.json'
  const ok = run('playwright test --config tests/e2e/playwright.config.ts', {
    CHROMIUM_PATH: chromium,
  })
  countReport(file, ok, playwrightOutcome)
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
if (!run('tsx src/messages/compiler/run.ts')) fail('messages')
staticCheck('svelte-check --tsconfig ./tsconfig.json --fail-on-warnings')
staticCheck('eslint .')
staticCheck('tsx tests/lint/unused-messages.ts')
staticCheck('prettier --check --log-level warn .')
ensurePrograms()
unitTests()
staticCheck('vite build --logLevel warn')
try {
  browserTests()
} catch (error) {
  fail(`browser tests: ${error instanceof Error ? error.message : String(error)}`)
}
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((why) => `– ${why}`).join('\n')}`)
if (wobbly.length > 0)
  console.log(`\nPassed only at the second try:\n${wobbly.map((name) => `~ ${name}`).join('\n')}`)
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `✗ ${name}`).join('\n')}`)
console.log(`\nSeed of the properties: FC_SEED=${seed} runs the same cases again.`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed ? 1 : 0)

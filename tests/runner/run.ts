/**
 * `npm test`: everything, static checks first, then Vitest's and the browser's tests beside each other, because both
 * wait a good part of their time: for programs that start, for boards that take their time. `npm run test:quick`:
 * the static checks and Vitest's tests without the slow ones. Both end with the one line that CI reads:
 * `N passed, N failed`. A static check counts as one test.
 */
import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureChromium } from './chromium'
import { run, runBeside, runSideBySide } from './commands'
import { ensurePrograms } from './debian'
import { playwrightOutcome, vitestOutcome, type Outcome } from './reports'
import { excludeArguments, leftOutLines } from './slow-suites'
import { playwrightTimes, slowestLines, vitestTimes, type FileTime } from './slowest'
import { Tally } from './tally'

const results = 'tests/results'
const isQuick = process.argv.includes('--quick')
/** Of all properties of this run; fast-check takes 32 bits. */
const seed = process.env.FC_SEED ?? String(randomInt(2 ** 31))
const tally = new Tally()

const staticChecks = [
  'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings',
  'eslint .',
  'tsx tests/lint/unused-messages.ts',
  'prettier --check --log-level warn .',
]
const pageBuild = 'vite build --logLevel warn'

/** How the report of one runner is read. */
interface Reader {
  outcomeOf: (report: unknown) => Outcome
  timesOf: (report: unknown) => FileTime[]
}

/** Counts of a JSON report, and what took longest; a runner that fails without naming a failed test counts as one. */
function countReport(file: string, ok: boolean, { outcomeOf, timesOf }: Reader) {
  try {
    const report: unknown = JSON.parse(readFileSync(`${results}/${file}`, 'utf8'))
    const outcome = outcomeOf(report)
    tally.add(outcome)
    for (const line of slowestLines(timesOf(report))) console.log(line)
    if (!ok && outcome.failed === 0) tally.fail(`${file}: its runner failed, no test of it did`)
  } catch (error) {
    console.error(`No report in ${results}/${file}: ${String(error)}`)
    tally.fail(`${file}: there is no report`)
  }
}

async function vitestTests(leftOut: string[]) {
  const file = 'vitest.json'
  const reporters = `--reporter=default --reporter=json --outputFile=${results}/${file}`
  const ok = await run(`vitest run ${reporters}`, { FC_SEED: seed }, leftOut)
  countReport(file, ok, { outcomeOf: vitestOutcome, timesOf: vitestTimes })
}

async function browserTests() {
  try {
    const ok = await runBeside('playwright test --config tests/e2e/playwright.config.ts', {
      CHROMIUM_PATH: ensureChromium(),
      FC_SEED: seed,
    })
    countReport('playwright.json', ok, { outcomeOf: playwrightOutcome, timesOf: playwrightTimes })
  } catch (error) {
    tally.fail(`browser tests: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const leftOut = ['Left out of this run (npm test runs all):', ...leftOutLines()].join('\n– ')

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
if (isQuick) console.log(leftOut)
if (!(await run('tsx src/messages/compiler/run.ts')))
  tally.fail('the message catalogues do not compile')
const checks = isQuick ? staticChecks : [...staticChecks, pageBuild]
await runSideBySide(checks, (command, ok) => tally.check(command, ok))
if (!isQuick) ensurePrograms()
const browser = isQuick ? undefined : browserTests()
await vitestTests(isQuick ? excludeArguments() : [])
await browser

const replay = `Seed of the properties: FC_SEED=${seed} runs the same cases again, CASES=all all that take turns.`
for (const line of tally.lines(isQuick ? [leftOut, replay] : [replay])) console.log(line)
process.exit(tally.failed ? 1 : 0)

/** What the JSON reports of Vitest and Playwright say, as far as `npm test` needs it. */
import { join, relative } from 'node:path'
import * as v from 'valibot'

export interface Outcome {
  passed: number
  failed: number
  /** Of what failed, with file. */
  names: string[]
  /** The same of what passed only when it was tried again. */
  flaky: string[]
  /** Why tests were left out, where they say so: one sentence each. */
  skipped: string[]
}

const vitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.optional(v.array(v.string()), []),
        }),
      ),
    }),
  ),
})

type VitestFile = v.InferOutput<typeof vitestReport>['testResults'][number]

/** A file that could not even be loaded has no tests, and is named itself. */
export function vitestOutcome(report: unknown): Outcome {
  const { numPassedTests, numFailedTests, testResults } = v.parse(vitestReport, report)
  const names = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative('', name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [file] : []
    return failed.map(({ fullName }) => `${file}: ${fullName}`)
  })
  return {
    passed: numPassedTests,
    failed: Math.max(numFailedTests, names.length),
    names,
    flaky: testResults.flatMap(secondTries),
    skipped: [],
  }
}

/** What passed keeps the messages of the tries that did not. */
const secondTries = ({ name, assertionResults }: VitestFile) =>
  assertionResults
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName }) => `${relative('', name)}: ${fullName}`)

interface Annotation {
  type: string
  description?: string
}

interface Spec {
  title: string
  file: string
  ok: boolean
  tests: { status: string; annotations: Annotation[] }[]
}

interface Suite {
  specs: Spec[]
  suites?: Suite[]
}

const annotation = v.object({ type: v.string(), description: v.optional(v.string()) })

const suite: v.GenericSchema<Suite> = v.object({
  specs: v.array(
    v.object({
      title: v.string(),
      file: v.string(),
      ok: v.boolean(),
      tests: v.array(v.object({ status: v.string(), annotations: v.array(annotation) })),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => suite))),
})

const playwrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number() }),
  suites: v.array(suite),
})

/** Whether a test may be tried again is the configuration's business; here it is at least named. */
export function playwrightOutcome(report: unknown): Outcome {
  const { stats, suites } = v.parse(playwrightReport, report)
  const specs = suites.flatMap(specsOf)
  const namesOf = (bad: string) =>
    specs
      .filter(({ tests }) => tests.some(({ status }) => status === bad))
      .map(({ file, title }) => `${pathOf(file)}: ${title}`)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    names: namesOf('unexpected'),
    flaky: namesOf('flaky'),
    skipped: reasons(specs),
  }
}

/** Playwright names files from its configuration's folder. */
const pathOf = (file: string) => join('tests/e2e', file)

function reasons(specs: Spec[]): string[] {
  const skips = specs.flatMap(({ file, tests }) =>
    tests.flatMap(({ annotations }) =>
      annotations
        .filter(({ type, description }) => type === 'skip' && description)
        .map(({ description }) => `${pathOf(file)}: ${description}`),
    ),
  )
  return [...new Set(skips)]
}

const specsOf = ({ specs, suites = [] }: Suite): Suite['specs'] => [
  ...specs,
  ...suites.flatMap(specsOf),
]

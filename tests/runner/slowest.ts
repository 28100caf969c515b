/** Which test files cost most: `npm test` prints them after each step, so that a cost is seen when it comes. */
import * as v from 'valibot'

export interface FileTime {
  file: string
  seconds: number
}

const shownFiles = 10

/** "12.3 s  tests/…", the slowest first, with the sum of all; no lines if there are no files. */
export function slowestLines(times: readonly FileTime[]): string[] {
  if (times.length === 0) return []
  const sum = times.reduce((all, { seconds }) => all + seconds, 0)
  const slowest = [...times].sort((a, b) => b.seconds - a.seconds).slice(0, shownFiles)
  const title = `Slowest of ${times.length} files, which took ${sum.toFixed(0)} s one after the other:`
  return [
    title,
    ...slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`),
  ]
}

const vitestTimesSchema = v.object({
  testResults: v.array(v.object({ name: v.string(), startTime: v.number(), endTime: v.number() })),
})

/** @throws v.ValiError if it is no report of Vitest's */
export const vitestTimes = (report: unknown): FileTime[] =>
  v.parse(vitestTimesSchema, report).testResults.map(({ name, startTime, endTime }) => ({
    file: name.replace(`${process.cwd()}/`, ''),
    seconds: (endTime - startTime) / 1000,
  }))

interface TimedSuite {
  specs: { file: string; tests: { projectName: string; results: { duration: number }[] }[] }[]
  suites?: TimedSuite[]
}

const timedSuite: v.GenericSchema<TimedSuite> = v.object({
  specs: v.array(
    v.object({
      file: v.string(),
      tests: v.array(
        v.object({
          projectName: v.string(),
          results: v.array(v.object({ duration: v.number() })),
        }),
      ),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => timedSuite))),
})

/** Of each file with each screen: all tries count. @throws v.ValiError if it is no report of Playwright's */
export function playwrightTimes(report: unknown): FileTime[] {
  const { suites } = v.parse(v.object({ suites: v.array(timedSuite) }), report)
  const seconds = new Map<string, number>()
  for (const { file, tests } of suites.flatMap(specsOf)) {
    for (const { projectName, results } of tests) {
      const key = `${file} (${projectName})`
      const more = results.reduce((all, { duration }) => all + duration / 1000, 0)
      seconds.set(key, (seconds.get(key) ?? 0) + more)
    }
  }
  return [...seconds].map(([file, seconds]) => ({ file, seconds }))
}

const specsOf = ({ specs, suites = [] }: TimedSuite): TimedSuite['specs'] => [
  ...specs,
  ...suites.flatMap(specsOf),
]

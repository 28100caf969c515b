/** Which files cost most, out of the reports of the runners. */
import { expect, it } from 'vitest'
import { playwrightTimes, slowestLines, vitestTimes } from '../../runner/slowest'

it('names the ten slowest first, with the sum of all', () => {
  const times = Array.from({ length: 12 }, (_, index) => ({ file: `${index}.ts`, seconds: index }))
  const lines = slowestLines(times)
  expect(lines[0]).toBe('Slowest of 12 files, which took 66 s one after the other:')
  expect(lines[1]).toBe('   11.0 s  11.ts')
  expect(lines.at(-1)).toBe('    2.0 s  2.ts')
  expect(lines).toHaveLength(11)
})

it('says nothing where no file ran', () => {
  expect(slowestLines([])).toEqual([])
})

it('reads Vitest’s report: from start to end of each file', () => {
  const name = `${process.cwd()}/tests/unit/a.test.ts`
  expect(vitestTimes({ testResults: [{ name, startTime: 1000, endTime: 3500 }] })).toEqual([
    { file: 'tests/unit/a.test.ts', seconds: 2.5 },
  ])
})

it('reads Playwright’s report: all tests and tries of a file, each screen by itself', () => {
  const test = (projectName: string, ...durations: number[]) => ({
    projectName,
    results: durations.map((duration) => ({ duration })),
  })
  const spec = (...tests: object[]) => ({ file: 'a.spec.ts', tests })
  const inner = { specs: [spec(test('desktop', 500))] }
  const specs = [spec(test('desktop', 1000, 2000)), spec(test('phone', 4000))]
  expect(playwrightTimes({ suites: [{ specs, suites: [inner] }] })).toEqual([
    { file: 'a.spec.ts (desktop)', seconds: 3.5 },
    { file: 'a.spec.ts (phone)', seconds: 4 },
  ])
})

it('refuses what is no report', () => {
  expect(() => vitestTimes({})).toThrow()
  expect(() => playwrightTimes({})).toThrow()
})

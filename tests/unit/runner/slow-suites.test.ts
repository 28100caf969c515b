/** What the quick run leaves out is really there, each once, and has a reason. */
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { excludeArguments, leftOutLines, slowSuites } from '../../runner/slow-suites'

const paths = slowSuites.flatMap((suite) => suite.paths)

it.each(paths)('%s exists', (path) => {
  expect(existsSync(path)).toBe(true)
})

it('names each file once', () => {
  expect([...new Set(paths)]).toEqual(paths)
})

it('says why', () => {
  for (const { reason } of slowSuites) expect(leftOutLines().join('\n')).toContain(reason)
})

it('leaves out a file by its name and a folder with all that is in it', () => {
  expect(excludeArguments()).toContain('--exclude=tests/hosting/**')
  expect(excludeArguments()).toContain('--exclude=tests/contract/thousand-installs.test.ts')
})

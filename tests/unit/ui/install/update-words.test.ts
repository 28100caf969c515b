/** What an update says for itself. */
import { expect, test } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { stepsFor } from '../../../../src/help/entry'
import { FilesInTheWay } from '../../../../src/provision/job-errors'
import { afterCancelledUpdate } from '../../../../src/ui/install/cancelled-words'
import { problemWords, sentWords } from '../../../../src/ui/install/update-words'

test.each([
  [{ sent: 0, same: 22 }, 'Nothing to send: everything is up to date.'],
  [{ sent: 1, same: 21 }, '1 file sent, 21 were up to date already.'],
  [{ sent: 21, same: 1 }, '21 files sent, 1 was up to date already.'],
  [{ sent: 22, same: 0 }, '22 files sent.'],
])('%j', (files, words) => {
  expect(sentWords(files)).toBe(words)
})

test('files that would be replaced are named, one by one', () => {
  const { steps } = problemWords(new FilesInTheWay(['/boot.py', '/main.py']))
  expect(stepsFor({ steps }, 'other').slice(0, 2)).toEqual(['/boot.py', '/main.py'])
})

test('any other failure has its usual words', () => {
  expect(problemWords(new DeviceError('no-space', '')).title()).toContain('full')
})

test('a cancelled update does not speak of an installation', () => {
  expect(afterCancelledUpdate('upload')).not.toMatch(/install/i)
  expect(afterCancelledUpdate('start')).toContain('firmware was not touched')
})

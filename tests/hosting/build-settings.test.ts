/** What the build says about this copy of the page: only what it was told. */
import { expect, test } from 'vitest'
import { buildSettings } from '../../hosting/vite/build-settings'

const version = '1.2.3'

test('without settings there are no links, and no commit', () => {
  expect(buildSettings({}, { version })).toEqual({ version })
  expect(buildSettings({ SOURCE_URL: '', SITE_COMMIT: '' }, { version })).toEqual({ version })
})

test('source and documentation as they are set', () => {
  const environment = {
    SOURCE_URL: 'https://example.org/you/page',
    DOCUMENTATION_URL: 'https://example.org/docs/',
    SITE_COMMIT: '0123456789abcdef0123456789abcdef01234567',
  }
  expect(buildSettings(environment, { version })).toEqual({
    version,
    commit: '0123456',
    sourceUrl: 'https://example.org/you/page',
    documentationUrl: 'https://example.org/docs/',
  })
})

test('the documentation of a repository is its README, unless it is elsewhere', () => {
  const repository = { url: 'git+https://example.org/you/page.git' }
  expect(buildSettings({}, { version, repository })).toEqual({
    version,
    sourceUrl: 'https://example.org/you/page',
    documentationUrl: 'https://example.org/you/page#readme',
  })
})

test.each(['git@example.org:you/page.git', 'http://example.org/', 'javascript:alert(1)', 'page'])(
  '%s is no address for visitors: the build says so',
  (SOURCE_URL) => {
    expect(() => buildSettings({ SOURCE_URL }, { version })).toThrow('SOURCE_URL')
  },
)

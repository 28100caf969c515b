/**
 * "Newest" is the newest release: fault "Newest is not newest" of 0.1.0, where v1.28.0-preview.3 won
 * over v1.27.0. The order itself, for all forms that `git describe` gives.
 */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { chooseImage, type CatalogueImage } from '../../src/images/catalogue'
import { compareVersions, parseVersion } from '../../src/images/micropython-version'

const number = fc.integer({ min: 0, max: 120 })
const release = fc.tuple(number, number, number).map((parts) => `v${parts.join('.')}`)
const hash = fc.stringMatching(/^[0-9a-f]{7,12}$/)
const dirty = (separator: string) => fc.constantFrom('', `${separator}dirty`)
const development = fc.oneof(
  fc.tuple(release, number).map(([tag, n]) => `${tag}-preview.${n}`),
  release.map((tag) => `${tag}-preview`),
  fc.tuple(release, number, hash, dirty('.')).map(([t, n, h, d]) => `${t}-preview.${n}.g${h}${d}`),
  fc.tuple(release, number, hash, dirty('-')).map(([t, n, h, d]) => `${t}-${n + 1}-g${h}${d}`),
  fc.tuple(release, number, hash, dirty('.')).map(([t, n, h, d]) => `${t}-${n + 1}.g${h}${d}`),
  release.map((tag) => `${tag}-dirty`),
  fc.tuple(release, fc.constantFrom('xyz', 'my.fork', 'rc.1', 'rc2')).map((p) => p.join('-')),
)
const unknown = fc.oneof(fc.constant(undefined), hash, fc.constantFrom('master', ''))
const anyVersion = fc.oneof(release, development, unknown)

const entry = (version: string | undefined, at: number): CatalogueImage => ({
  file: `file-${at}.bin`,
  version,
  variant: 'GENERIC',
  sizeBytes: 1,
  sha256: '0'.repeat(64),
})
const newest = (versions: (string | undefined)[]) =>
  chooseImage(
    { version: 1, images: versions.map(entry) },
    { variant: 'auto', version: 'latest' },
    4 << 20,
  ).version

test.each([
  [['v1.27.0', 'v1.28.0-preview.3'], 'v1.27.0'],
  [['v1.27.0', 'v1.28.0-preview.3.gabcdef0'], 'v1.27.0'],
  [['v1.12-87-gabcdef0', 'v1.12'], 'v1.12'],
  [['v1.9.4', 'v1.10', 'v1.9.10'], 'v1.10'],
  [['v1.28.0-dirty', 'v1.27.0'], 'v1.27.0'],
  [['v1.23.0-xyz', 'v1.22.2'], 'v1.22.2'],
  [['v1.28.0-preview.9.gaaaaaaa', 'v1.28.0-preview.10.gbbbbbbb'], 'v1.28.0-preview.10.gbbbbbbb'],
  [[undefined, 'v1.5'], 'v1.5'],
])('newest of %j is %s, in any order', (versions, expected) => {
  expect(newest(versions)).toBe(expected)
  expect(newest(versions.toReversed())).toBe(expected)
})

test('a preset that names a release gets it, also where its name has two numbers', () => {
  const choice = { variant: 'GENERIC', version: 'v1.12.0' } as const
  const list = { version: 1 as const, images: ['v1.12-87-gabcdef0', 'v1.12'].map(entry) }
  expect(chooseImage(list, choice, 4 << 20).version).toBe('v1.12')
})

describe('the order of versions', () => {
  it('puts every release before every other build, whatever their numbers', () => {
    fc.assert(
      fc.property(release, fc.oneof(development, unknown), (one, other) => {
        expect(compareVersions(one, other)).toBeGreaterThan(0)
        expect(newest([other, one, other])).toBe(one)
      }),
    )
  })

  it('is that of the numbers among releases', () => {
    const numbers = fc.tuple(number, number, number)
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const at = one.findIndex((n, index) => n !== other[index])
        const expected = at < 0 ? 0 : Math.sign(one[at]! - other[at]!)
        const [a, b] = [`v${one.join('.')}`, `v${other.join('.')}`]
        expect(Math.sign(compareVersions(a, b))).toBe(expected)
      }),
    )
  })

  it('goes on the way to a version, to builds after it, to the next version', () => {
    fc.assert(
      fc.property(number, number, hash, hash, (minor, commits, a, b) => {
        const ascending = [
          `v1.${minor}.0-preview`,
          `v1.${minor}.0-preview.${commits}.g${a}.dirty`,
          `v1.${minor}.0-preview.${commits}.g${b}`,
          `v1.${minor}.0-preview.${commits + 1}.g${a}`,
          `v1.${minor}.0-${commits}-g${a}`,
          `v1.${minor}.0-${commits + 1}.g${b}`,
          `v1.${minor + 1}.0-preview`,
        ]
        expect(ascending.toReversed().sort(compareVersions)).toEqual(ascending)
      }),
    )
  })

  it('is a total order: antisymmetric and transitive, over names of all kinds', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        const sign = (x: string | undefined, y: string | undefined) =>
          Math.sign(compareVersions(x, y))
        expect(sign(a, b) + sign(b, a)).toBe(0)
        if (sign(a, b) >= 0 && sign(b, c) >= 0) expect(sign(a, c)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('takes any text for a name without throwing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string(), (a, b) => {
        expect(Number.isFinite(compareVersions(a, b))).toBe(true)
        expect(parseVersion(`v1.2.3${a}`)?.isRelease ?? false).toBe(a === '' || /^\d{1,2}$/.test(a))
      }),
    )
  })
})

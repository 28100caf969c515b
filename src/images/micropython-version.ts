/**
 * What MicroPython's version names mean, and which of two is newer. They come from `git describe`
 * (py/makeversionhdr.py):
 *   v1.27.0                        a release
 *   v1.28.0-preview.3.gabcdef01    3 commits after v1.28.0-preview, on the way to v1.28.0
 *   v1.12-87-gabcdef01             87 commits after v1.12 (v1.22.0-5.gabcdef01 since 1.22)
 *   …-dirty, ….dirty               with changes that nobody has committed
 *   3f1a9c2d7                      a clone without tags: the version is not known
 */

export interface MicroPythonVersion {
  major: number
  minor: number
  /** 0 for a name of two numbers, such as v1.12. */
  patch: number
  /** False for a build on the way to it, after it, or of a fork with a name of its own. */
  isRelease: boolean
  /** Below 0: on the way to this version; 0: the version itself; above 0: built after it. */
  stage: -1 | 0 | 1
  /** Numbers of the rest, in their order: of previews, and of commits since the tag. */
  counts: number[]
  isDirty: boolean
}

const form = /^[vV]?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?([-.+\w]{0,61})$/
/** Of semver's pre-releases, those that MicroPython and its forks have used. */
const previewWord = /(?:^|[-.])(?:preview|alpha|beta|rc|dev|pre)(?:[-.\d]|$)/i
const dirtyWord = /[-.+]dirty$/i
const commitWord = /[-.+]g[0-9a-f]{3,40}(?=$|[-.+])/i

/** Undefined for what is no version, such as the bare hash of a clone without tags. */
export function parseVersion(name: string): MicroPythonVersion | undefined {
  const match = form.exec(name)
  if (!match) return undefined
  const [, major, minor, patch = '0', rest = ''] = match
  const isDirty = dirtyWord.test(rest)
  const tail = rest.replace(dirtyWord, '').replace(commitWord, '')
  const stage = previewWord.test(tail) ? -1 : tail || isDirty ? 1 : 0
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    isRelease: rest === '',
    stage,
    counts: (tail.match(/\d{1,9}/g) ?? []).map(Number),
    isDirty,
  }
}

/** "v1.28.0" for "1.28.0"; unchanged otherwise. */
export const withV = (name: string): string => (/^\d/.test(name) ? `v${name}` : name)

/** True from `major.minor` on, previews of it included; undefined for a version that is not known. */
export function isAtLeast(
  name: string | undefined,
  major: number,
  minor: number,
): boolean | undefined {
  const version = name === undefined ? undefined : parseVersion(name)
  if (!version) return undefined
  return version.major > major || (version.major === major && version.minor >= minor)
}

/** True for two names of one version: "v1.12" is v1.12.0. */
export function isSameVersion(one: string | undefined, other: string): boolean {
  return one === other || (one !== undefined && compareVersions(one, other) === 0)
}

/**
 * Above 0 if `one` is to be preferred as "newest": releases before everything else, whatever its
 * number; then higher numbers; of one number what was built later; a clean tree before a dirty one;
 * names that are no version last. 0 for names that mean the same.
 */
export function compareVersions(one: string | undefined, other: string | undefined): number {
  const [a, b] = [sortKey(one), sortKey(other)]
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

function sortKey(name: string | undefined): number[] {
  const version = name === undefined ? undefined : parseVersion(name)
  if (!version) return [0]
  const { major, minor, patch, isRelease, stage, counts, isDirty } = version
  // The counts have many lengths; what is dirty is told apart behind all of them.
  const counted = [0, 1, 2, 3].map((at) => counts[at] ?? -1)
  return [isRelease ? 2 : 1, major, minor, patch, stage, ...counted, isDirty ? 0 : 1]
}

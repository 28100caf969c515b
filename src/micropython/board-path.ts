/** Paths on the board: absolute, "/" between names. Pure. LittleFS allows 255 bytes a name. */

const longestNameBytes = 255

/** Where uploads grow before they get their name. One place, so that leftovers are overwritten. */
export const temporaryPath = '/.pf.part'

/** `path` with a leading slash. Throws a RangeError for what no file on a board can be called. */
export function boardPath(path: string): string {
  const names = path.replace(/^\//, '').split('/')
  for (const name of names) {
    const sizeBytes = new TextEncoder().encode(name).length
    const ok = sizeBytes > 0 && sizeBytes <= longestNameBytes && name !== '.' && name !== '..'
    if (!ok || name.includes('\0')) throw new RangeError(`Not a path on a board: "${path}"`)
  }
  return `/${names.join('/')}`
}

/** The directories that must exist for `paths` (as `boardPath` gives them), parents first. */
export function directoriesOf(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(parentsOf))].sort()
}

/** "/lib" and "/lib/a" of "/lib/a/b.py". */
export function parentsOf(path: string): string[] {
  const names = path.split('/').slice(1, -1)
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)
}

/** Of `paths`, those that do not go with another one of them; each once. */
export function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths)
  return [...all].filter((path) => !parentsOf(path).some((parent) => all.has(parent)))
}

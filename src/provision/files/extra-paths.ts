/**
 * Where a file may go on the board: what littlefs can name, and what is not the portal's own. Words
 * and rules only. Limit of a name: littlefs SPEC.md, LFS_NAME_MAX = 255 bytes.
 */
const nameMaxBytes = 255
/** MicroPython opens paths; longer ones are of no use on 36 KB of heap. */
const pathMaxBytes = 512

/** What the portal brings or keeps itself: provision/portal-files.ts and firmware/. */
const portalFiles = ['/main.py', '/boot.py', '/portal.json', '/wifi.creds']
const portalFolder = '/lib/captive_portal'

const bytesOf = (text: string) => new TextEncoder().encode(text).length
const isControl = (char: string) => char < ' ' || char === '\x7f'

/** "/www/a.html" for "www//a.html": absolute, without empty names. */
export const absolutePath = (typed: string): string =>
  `/${typed.trim().split('/').filter(Boolean).join('/')}`

/** What is wrong with a path by itself, in words; undefined if nothing is. */
export function pathProblem(path: string): string | undefined {
  const names = path.split('/').slice(1)
  if (names.every((name) => name === '')) return 'A name is needed, such as /notes.txt.'
  if (names.some((name) => name === '.' || name === '..')) return 'A path has no “.” and no “..”.'
  if ([...path].some(isControl)) return 'A name has no line breaks or other control characters.'
  if (names.some((name) => bytesOf(name) > nameMaxBytes)) {
    return `A name has at most ${nameMaxBytes} bytes.`
  }
  if (bytesOf(path) > pathMaxBytes) return `A path has at most ${pathMaxBytes} bytes.`
  return portalProblem(path)
}

function portalProblem(path: string): string | undefined {
  if (portalFiles.includes(path)) return `The portal brings its own ${path}.`
  if (path.startsWith(`${portalFolder}/`)) return `${portalFolder} belongs to the portal.`
  const inItsWay = portalFiles.some((file) => path.startsWith(`${file}/`))
  if (inItsWay) return `${path.split('/')[1]!} is a file of the portal, not a folder.`
  const folder = portalFolder === path || portalFolder.startsWith(`${path}/`)
  return folder ? `${path} is a folder of the portal.` : undefined
}

/** What is wrong with each of the paths, in their order. */
export function pathProblems(paths: readonly string[]): (string | undefined)[] {
  const count = new Map<string, number>()
  for (const path of paths) count.set(path, (count.get(path) ?? 0) + 1)
  return paths.map((path) => {
    const problem = pathProblem(path)
    if (problem) return problem
    if (count.get(path)! > 1) return 'Two files cannot have one name.'
    const parent = parentsOf(path).find((folder) => count.has(folder))
    return parent && `${parent} is one of these files, not a folder.`
  })
}

const parentsOf = (path: string): string[] => {
  const names = path.split('/').slice(1, -1)
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)
}

/** "/main-2.py" for "/main.py": the next name that is fine among `others`. */
export function freePath(path: string, others: readonly string[]): string {
  const usable = path.startsWith(`${portalFolder}/`) ? path.slice(portalFolder.length) : path
  const [, stem = '/file', ending = ''] = /^(.*?[^/])(\.[^./]*)?$/.exec(usable) ?? []
  for (let number = 2; ; number++) {
    const candidate = `${stem}-${number}${ending}`
    if (!others.includes(candidate) && !portalProblem(candidate)) return candidate
  }
}

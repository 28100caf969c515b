/**
 * Where a file may go on the board: what littlefs can name, and what is not the portal's own. Words
 * and rules only. Limit of a name: littlefs SPEC.md, LFS_NAME_MAX = 255 bytes.
 */
import m from '../../messages/compiled/extra-files'
import { parentsOf, temporaryPath } from '../../micropython/board-path'
import { bootPath, isInPortalFolder, mainPath, portalDataPaths, portalFolder } from './paths'

const nameMaxBytes = 255
/** MicroPython opens paths; longer ones are of no use on 36 KB of heap. */
const pathMaxBytes = 512

/** What the portal brings or keeps itself: provision/files/portal-files.ts and firmware/. */
const portalFiles = [mainPath, bootPath, ...portalDataPaths]

const bytesOf = (text: string) => new TextEncoder().encode(text).length
const isControl = (char: string) => char < ' ' || char === '\x7f'

/** "/www/a.html" for "www//a.html": absolute, without empty names. */
export const absolutePath = (typed: string): string =>
  `/${typed.trim().split('/').filter(Boolean).join('/')}`

/** What is wrong with a path by itself, in words; undefined if nothing is. */
export const pathProblem = (path: string): string | undefined =>
  namesProblem(path) ?? portalProblem(path)

/** The same for whoever may change the portal's own files, too. */
export function namesProblem(path: string): string | undefined {
  const names = path.split('/').slice(1)
  if (names.every((name) => name === '')) return m.path.nameNeeded()
  if (names.some((name) => name === '.' || name === '..')) return m.path.dots()
  if ([...path].some(isControl)) return m.path.controls()
  if (names.some((name) => bytesOf(name) > nameMaxBytes)) {
    return m.path.nameLength({ most: nameMaxBytes })
  }
  // What lay there would be taken for the rest of a write that was cut off.
  if (path === temporaryPath || path.startsWith(`${temporaryPath}/`)) {
    return m.path.reserved({ name: temporaryPath })
  }
  if (bytesOf(path) > pathMaxBytes) return m.path.pathLength({ most: pathMaxBytes })
  return undefined
}

function portalProblem(path: string): string | undefined {
  if (portalFiles.includes(path)) return m.path.portalFile({ path })
  if (isInPortalFolder(path)) return m.path.inPortalFolder({ folder: portalFolder })
  const inItsWay = portalFiles.some((file) => path.startsWith(`${file}/`))
  if (inItsWay) return m.path.portalFileAsFolder({ name: path.split('/')[1]! })
  const folder = portalFolder === path || portalFolder.startsWith(`${path}/`)
  return folder ? m.path.portalFolder({ path }) : undefined
}

/** What is wrong with each of the paths, in their order. */
export function pathProblems(paths: readonly string[]): (string | undefined)[] {
  const count = new Map<string, number>()
  for (const path of paths) count.set(path, (count.get(path) ?? 0) + 1)
  return paths.map((path) => {
    const problem = pathProblem(path)
    if (problem) return problem
    if (count.get(path)! > 1) return m.path.sameName()
    const parent = parentsOf(path).find((folder) => count.has(folder))
    return parent && m.path.fileAsFolder({ path: parent })
  })
}

/** "/main-2.py" for "/main.py": the next name that is fine among `others`. */
export function freePath(path: string, others: readonly string[]): string {
  const usable = isInPortalFolder(path) ? path.slice(portalFolder.length) : path
  const [, stem = '/file', ending = ''] = /^(.*?[^/])(\.[^./]*)?$/.exec(usable) ?? []
  for (let number = 2; ; number++) {
    const candidate = `${stem}-${number}${ending}`
    if (!others.includes(candidate) && !portalProblem(candidate)) return candidate
  }
}

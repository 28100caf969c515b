/** Parts of absolute paths on a board. Pure. */

/** "x.py" of "/lib/x.py" */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** "/lib" of "/lib/x.py"; "" of what lies in the root */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** ".py", in small letters; empty without one */
export const endingOf = (path: string): string => /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? ''

/** True for `path` itself and for all that is in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`)

/** "/a-2.txt" for "/a.txt", the first that is free. @param isTaken for each candidate */
export function freeName(path: string, isTaken: (path: string) => boolean): string {
  const ending = endingOf(path)
  const stem = path.slice(0, path.length - ending.length)
  let candidate = path
  for (let number = 2; isTaken(candidate); number++) candidate = `${stem}-${number}${ending}`
  return candidate
}

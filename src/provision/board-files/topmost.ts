/** Of paths, those that do not go with another one. Pure. */
import { parentsOf } from '../../micropython/board-path'

/** @param paths absolute; each once in the result */
export function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths)
  return [...all].filter((path) => !parentsOf(path).some((parent) => all.has(parent)))
}

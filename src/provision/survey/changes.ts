/** What is different on a board since a plan was made, for whoever has to decide again. Pure. */
import { sameBytes } from '../../bytes/bytes'
import { filesOf, type Files, type Survey } from './found'

export interface Changes {
  /** Paths of files. */
  added: string[]
  changed: string[]
  removed: string[]
  /** Another program, or none any more. */
  firmware: boolean
}

/** Paths are sorted; files that are the same byte for byte are left out. */
export function changesBetween(before: Survey, after: Survey): Changes {
  const [old, now] = [contents(filesOf(before.filesystem)), contents(filesOf(after.filesystem))]
  const both = [...now.keys()].filter((path) => old.has(path))
  return {
    added: [...now.keys()].filter((path) => !old.has(path)).sort(),
    changed: both.filter((path) => !sameBytes(old.get(path)!, now.get(path)!)).sort(),
    removed: [...old.keys()].filter((path) => !now.has(path)).sort(),
    firmware: programOf(before) !== programOf(after),
  }
}

function contents(files: Files): Map<string, Uint8Array> {
  const bytes = new Map<string, Uint8Array>()
  for (const [path, entry] of files) if (entry.type === 'file') bytes.set(path, entry.bytes)
  return bytes
}

const programOf = ({ firmware }: Survey) =>
  firmware.kind === 'micropython' ? firmware.digest : firmware.kind

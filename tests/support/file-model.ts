/**
 * What a filesystem must make of a sequence of actions, in a few lines: a map of paths. With arbitrary
 * actions for it, of which some must be refused.
 */
import fc from 'fast-check'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { patterned } from './one-pass'

export type FileAction =
  | { do: 'write'; path: string; sizeBytes: number; seed: number }
  | { do: 'makeDirectory'; path: string }
  | { do: 'rename'; from: string; to: string }
  | { do: 'remove'; paths: string[] }

/** All of it happens in here. */
export const arena = '/t'

const name = fc.constantFrom('a', 'b', 'ab.py', 'Grüße 😀', "it's")
const path = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .map((names) => [arena, ...names].join('/'))
const sizeBytes = fc.oneof(
  { weight: 5, arbitrary: fc.nat(300) },
  fc.constantFrom(0, 128, 129, 4096, 5000),
)

export const fileAction: fc.Arbitrary<FileAction> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      path,
      sizeBytes,
      seed: fc.nat(99),
    }),
  },
  fc.record({ do: fc.constant('makeDirectory' as const), path }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), from: path, to: path }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      paths: fc.array(path, { minLength: 1, maxLength: 2 }),
    }),
  },
)

export const bytesOf = ({ sizeBytes, seed }: { sizeBytes: number; seed: number }) =>
  patterned(sizeBytes, seed)

export const perform = (files: BoardFilesystem, action: FileAction): Promise<void> => {
  switch (action.do) {
    case 'write':
      return files.write([{ path: action.path, bytes: bytesOf(action) }])
    case 'makeDirectory':
      return files.makeDirectory(action.path)
    case 'rename':
      return files.rename(action.from, action.to)
    case 'remove':
      return files.remove(action.paths)
  }
}

export class FileModel {
  /** Content in Latin-1; undefined for a folder. */
  readonly entries = new Map<string, string | undefined>()

  /** The code that it is refused with; undefined if it has been done. */
  act(action: FileAction): 'file-exists' | 'file-missing' | undefined {
    switch (action.do) {
      case 'write':
        return this.#write(action.path, Buffer.from(bytesOf(action)).toString('latin1'))
      case 'makeDirectory':
        return this.#folders(`${action.path}/x`)
      case 'rename':
        return this.#rename(action.from, action.to)
      case 'remove':
        return this.#remove(action.paths)
    }
  }

  #write(path: string, content: string) {
    if (this.#isFolder(path)) return 'file-exists'
    const refused = this.#folders(path)
    if (!refused) this.entries.set(path, content)
    return refused
  }

  /** Above `path`. */
  #folders(path: string): 'file-exists' | undefined {
    const names = path.split('/').slice(1, -1)
    const folders = names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)
    if (folders.some((folder) => this.entries.has(folder) && !this.#isFolder(folder)))
      return 'file-exists'
    for (const folder of folders) this.entries.set(folder, undefined)
    return undefined
  }

  #rename(from: string, to: string) {
    if (!this.entries.has(from)) return 'file-missing'
    if (this.entries.has(to) || to.startsWith(`${from}/`)) return 'file-exists'
    const refused = this.#folders(to)
    if (refused) return refused
    for (const [path, content] of [...this.entries]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      this.entries.delete(path)
      this.entries.set(to + path.slice(from.length), content)
    }
    return undefined
  }

  #remove(paths: string[]) {
    const goes = (path: string) => paths.some((above) => path.startsWith(`${above}/`))
    if (paths.some((path) => !goes(path) && !this.entries.has(path))) return 'file-missing'
    for (const path of paths) {
      for (const one of [...this.entries.keys()]) {
        if (one === path || one.startsWith(`${path}/`)) this.entries.delete(one)
      }
    }
    return undefined
  }

  #isFolder(path: string): boolean {
    return this.entries.has(path) && this.entries.get(path) === undefined
  }
}

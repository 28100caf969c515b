/**
 * The board's files in Emscripten's filesystem, below one folder that Python sees as its root. Tells
 * when Python has changed something, so that flash can follow.
 */
import type { EmscriptenFileSystem } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import type { FileTree } from './messages'

export const root = '/flash'

export function putFiles(fs: EmscriptenFileSystem, files: FileTree): void {
  for (const [path, bytes] of files) {
    if (bytes) fs.writeFile(root + path, bytes)
    else if (!fs.analyzePath(root + path).exists) fs.mkdir(root + path)
  }
}

/** Every file and directory below the root, parents first. */
export function takeFiles(fs: EmscriptenFileSystem, folder = ''): FileTree {
  const names = fs.readdir(root + folder).filter((name) => name !== '.' && name !== '..')
  return names.sort().flatMap((name): FileTree => {
    const path = `${folder}/${name}`
    const isFolder = fs.isDir(fs.stat(root + path).mode)
    if (!isFolder) return [[path, fs.readFile(root + path).slice()]]
    return [[path, undefined], ...takeFiles(fs, path)]
  })
}

/** Calls that change something at once, and those that do so only when the file is closed. */
const immediate = ['rename', 'unlink', 'mkdir', 'rmdir'] as const

/** Calls `onChange` after each complete change: a closed file, a rename, a removal, a new folder. */
export function watchFiles(fs: EmscriptenFileSystem, onChange: () => void): void {
  const calls = fs as unknown as Record<string, (...args: unknown[]) => unknown>
  let written = false
  const wrap = (name: string, after: () => void) => {
    const original = calls[name]
    if (!original) return
    calls[name] = (...args) => {
      const result = original.apply(fs, args)
      after()
      return result
    }
  }
  wrap('write', () => (written = true))
  wrap('truncate', () => (written = true))
  wrap('close', () => {
    const complete = written
    written = false // before telling: who reads the files now closes them again
    if (complete) onChange()
  })
  for (const name of immediate) wrap(name, onChange)
}

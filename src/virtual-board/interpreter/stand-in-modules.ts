/**
 * Replaces modules of the WebAssembly port by stand-ins for those of the chip (modules/*.py), and its root
 * directory by the folder of the board's files. The same in a worker and in the current thread.
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { BoardFiles, root } from './board-files'

/** File name without `.py` → source. */
export type ModuleSources = Readonly<Record<string, string>>

/**
 * The heap in bytes that gives programs as much as on the chip: 38 KiB of their own, some 37 KiB that the
 * stand-ins take here (on the chip C code in flash), and 6 KiB for garbage that cannot be collected at once
 * (garbage-collector.ts) and for the holes that compiling the stand-ins leaves. `gc.mem_free()` counts only the
 * first part: 36.5 KB after boot.
 */
export const boardHeapBytes = 86_000

const SOURCES = '/stand-ins'

const INSTALL = `
import sys, vfs
sys.path.insert(0, '${SOURCES}')
def _install(name):
    module = __import__('_new_' + name)
    del sys.modules['_new_' + name]
    sys.modules[name] = module
    if name[0] != '_' and name not in ('vfs', 'micropython'):
        sys.modules['u' + name] = module
`
/** Of modules that the port extends by frozen Python, the chip has only the part in C: "u…" here. */
const FINISH = `
sys.path.pop(0)
for _name in ('binascii', 'collections', 'errno', 'hashlib', 'io', 'json', 'random', 're', 'struct'):
    sys.modules[_name] = __import__('u' + _name)
vfs.umount('/')
vfs.mount(vfs.VfsPosix('${root}'), '/')
sys.modules['os'].chdir('/')
del _install, _name, vfs, sys
import gc
gc._settle()
del gc
`
/** Each after the modules that it imports. */
const order = [
  '_board',
  'gc',
  'sys',
  'time',
  'vfs',
  'os',
  'socket',
  'select',
  'network',
  'machine',
  'esp',
  'flashbdev',
  '_session',
  '_input',
  'micropython',
]

/**
 * @param host  the JavaScript module `_host`, from host-module.ts
 * @throws Error if a source is missing
 */
export function installModules(
  python: MicroPython,
  host: object,
  sources: ModuleSources,
  files = new BoardFiles(python.FS),
): void {
  const { FS } = python
  python.registerJsModule('_host', host)
  python.registerJsModule('_files', files.module)
  FS.mkdir(SOURCES)
  python.runPython(INSTALL)
  for (const name of order) {
    const source = sources[name]
    if (source === undefined)
      throw new Error(`The source of the stand-in module ${name} is missing`)
    FS.writeFile(`${SOURCES}/_new_${name}.py`, source)
    python.runPython(`_install('${name}')`)
    FS.unlink(`${SOURCES}/_new_${name}.py`)
  }
  FS.rmdir(SOURCES)
  python.runPython(FINISH)
}

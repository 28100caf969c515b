/**
 * Puts the stand-in modules (modules/*.py) in the place of MicroPython's own, and hides what only
 * the WebAssembly port has. Works the same in a worker and in process.
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'

/** File name without `.py` → source. */
export type ModuleSources = Readonly<Record<string, string>>

const SOURCES = '/stand-ins'

/** In this order, so that each finds what it imports. */
const INSTALL = `
import sys, vfs
sys.path.insert(0, '${SOURCES}')
_real = set(sys.modules)
def _install(name):
    module = __import__('_new_' + name)
    del sys.modules['_new_' + name]
    sys.modules[name] = module
    if name[0] != '_':
        sys.modules['u' + name] = module
`
const FINISH = `
sys.path.pop(0)
for _name in ('binascii', 'collections', 'errno', 'hashlib', 'io', 'json', 'random', 're', 'struct'):
    sys.modules['u' + _name] = __import__(_name)
vfs.umount('/')
vfs.mount(vfs.VfsPosix('/flash'), '/')
import os
os.chdir('/')
del _install, _name, _real, vfs, os, sys
`
const order = [
  '_board',
  'gc',
  'time',
  'os',
  'socket',
  'select',
  'network',
  'machine',
  'esp',
  'flashbdev',
]

export function installModules(python: MicroPython, host: object, sources: ModuleSources): void {
  const { FS } = python
  python.registerJsModule('_host', host)
  FS.mkdir('/flash')
  FS.mkdir(SOURCES)
  python.runPython(INSTALL)
  for (const name of order) {
    const source = sources[name]
    if (source === undefined) continue
    FS.writeFile(`${SOURCES}/_new_${name}.py`, source)
    python.runPython(`_install('${name}')`)
    FS.unlink(`${SOURCES}/_new_${name}.py`)
  }
  FS.rmdir(SOURCES)
  python.runPython(FINISH)
}

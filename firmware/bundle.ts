/**
 * Build step: the files of this folder as they go to a board. Modules under lib/ become .mpy (smaller
 * on the wire, and no compiler at work on the board's 36 KB heap); `main.py` and `boot.py` stay
 * readable, because people look for them. For MicroPython older than 1.19, whose .mpy is another
 * format, the sources go as they are.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

export interface FirmwareFile {
  /** Absolute on the board, such as "/lib/captive_portal/dns.mpy" */
  path: string
  bytes: Uint8Array
}

const root = fileURLToPath(new URL('.', import.meta.url))

const isForBoard = (path: string) =>
  /^\/(main|boot)\.py$/.test(path) || (path.startsWith('/lib/') && !/\/(__pycache__|\.)/.test(path))

/** Every file of firmware/ that goes to a board, as source, sorted by path. */
export function firmwareSources(): FirmwareFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: '/' + relative(root, file).split(sep).join('/') }))
    .filter(({ path }) => isForBoard(path))
    .map(({ file, path }) => ({ path, bytes: readFileSync(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The same with the modules under lib/ compiled (.mpy version 6). Throws with mpy-cross's message on a syntax error. */
export const firmwareCompiled = (): Promise<FirmwareFile[]> => compileAll(firmwareSources())

/** Compiles modules under /lib/ to .mpy, in the order given; other files stay as they are. Throws as above. */
export async function compileAll(sources: FirmwareFile[]): Promise<FirmwareFile[]> {
  const compile = await loadCompiler()
  const files: FirmwareFile[] = []
  for (const file of sources) files.push(await compiled(file, compile))
  return files
}

type Compile = typeof import('@pybricks/mpy-cross-v6').compile

/**
 * mpy-cross without its two side effects: if there is a global `fetch`, as in Node 20, it assumes a
 * browser; and each run leaves listeners on the process that would hide other failures.
 */
async function loadCompiler(): Promise<Compile> {
  const { compile } = await import('@pybricks/mpy-cross-v6')
  return async (...args) => {
    const { fetch } = globalThis
    const before = listeners()
    Reflect.deleteProperty(globalThis, 'fetch')
    try {
      return await compile(...args)
    } finally {
      globalThis.fetch = fetch
      for (const [event, listener] of listeners()) {
        if (!before.some((kept) => kept[1] === listener)) process.off(event, listener)
      }
    }
  }
}

type Listener = (...args: unknown[]) => void

const listeners = (): [string, Listener][] =>
  ['uncaughtException', 'unhandledRejection'].flatMap((event) =>
    process
      .listeners(event as 'exit')
      .map((listener): [string, Listener] => [event, listener as Listener]),
  )

async function compiled(file: FirmwareFile, compile: Compile): Promise<FirmwareFile> {
  if (!/^\/lib\/.*\.py$/.test(file.path)) return file
  const name = basename(file.path)
  const text = new TextDecoder().decode(file.bytes)
  const { status, mpy, err } = await compile(name, text, ['-s', nameInTracebacks(file.path)])
  if (status !== 0 || !mpy) throw new Error(`mpy-cross: ${name}: ${err.join('\n')}`)
  return { path: file.path.replace(/\.py$/, '.mpy'), bytes: mpy }
}

/**
 * "dns" for /lib/captive_portal/dns.py: MicroPython interns the module's name anyway, while a file name
 * would be one more string that is never freed.
 */
const nameInTracebacks = (path: string) =>
  path.replace(/\/__init__\.py$/, '.py').replace(/^.*\/(.*)\.py$/, '$1')

const virtualModules: Record<string, () => Promise<FirmwareFile[]>> = {
  'virtual:firmware-compiled': firmwareCompiled,
  'virtual:firmware-sources': () => Promise.resolve(firmwareSources()),
}

/** Vite plugin: `import files from 'virtual:firmware-compiled'` (or `-sources`): {path, base64}[]. */
export function firmwareBundle(): Plugin {
  return {
    name: 'firmware-bundle',
    resolveId: (id) => (id in virtualModules ? '\0' + id : undefined),
    async load(id) {
      const files = await virtualModules[id.replace('\0', '')]?.()
      if (!files) return
      for (const { path } of firmwareSources()) this.addWatchFile(join(root, path))
      const encoded = files.map(({ path, bytes }) => ({
        path,
        base64: Buffer.from(bytes).toString('base64'),
      }))
      return `export default ${JSON.stringify(encoded)}`
    },
  }
}

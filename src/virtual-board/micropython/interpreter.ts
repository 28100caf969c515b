/**
 * One MicroPython in the current thread: loads the WebAssembly port, holds its memory, fixes its
 * heap to the chip's size and puts the stand-in modules in place. The port keeps its state in
 * globals, so a thread can have only one at a time; a new one takes the old one's place. Knows
 * nothing of boards, workers or UARTs.
 */
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { toChipErrno } from './errno-of-wasi'
import { GarbageCollector } from './garbage-collector'
import { patchImage } from './wasm-image'
import type { PatchedImage } from './wasm-image'

export interface InterpreterOptions {
  /** Where micropython.wasm is; by default beside its module. */
  wasmUrl?: string
  /** Size of Python's heap, bytes. */
  heapBytes: number
  /** Puts the memory into a SharedArrayBuffer. */
  shared: boolean
  /** Standard output and error, byte by byte. */
  transmit(byte: number): void
  /** The next byte for `sys.stdin`; null at its end. */
  stdin?(): number | null
}

export interface Interpreter {
  python: MicroPython
  memory(): Uint8Array
  collector: GarbageCollector
  /** The two words of memory that hold a pending KeyboardInterrupt, and what to write there. */
  interruptWords: { index: number; value: number }[]
}

/** Words in the Python stack: the chip's C stack of 8 KiB allows about this depth of calls. */
const PYSTACK_WORDS = 2048
/** Static data of the port ends well below this address. */
const STATIC_DATA_BYTES = 256 * 1024

/** What MicroPython's imports call once it is there. */
interface Wanted {
  collect?: () => void
  transmit?: (byte: number) => void
}

type Imports = Record<string, Record<string, (...args: never[]) => unknown>>

export async function startInterpreter(options: InterpreterOptions): Promise<Interpreter> {
  const { python, memory, image, wanted } = await load(options)
  const collector = new GarbageCollector(python, memory, image.collectPendingAddress)
  wanted.collect = () => collector.request()
  fillSpareMemory(python)
  wanted.transmit = options.transmit // nothing before: the collector learns by playing REPL
  return { python, memory, collector, interruptWords: findInterruptWords(python, memory()) }
}

/** The port's loader offers no way to its memory and imports: catch both where it instantiates. */
async function load({ wasmUrl, heapBytes, shared, stdin }: InterpreterOptions) {
  const { instantiate, instantiateStreaming } = WebAssembly
  const wanted: Wanted = {}
  let image: PatchedImage | undefined
  let exported: WebAssembly.Memory | undefined
  const fromBytes = async (source: BufferSource, imports: Imports) => {
    image = patchImage(asBytes(source), { shared })
    adaptImports(imports, wanted)
    const module = await WebAssembly.compile(image.bytes)
    const instance = await instantiate(module, imports as WebAssembly.Imports)
    exported = instance.exports.memory as WebAssembly.Memory
    return { module, instance }
  }
  const fromResponse = async (response: Response | Promise<Response>, imports: Imports) =>
    fromBytes(await (await response).arrayBuffer(), imports)
  Object.assign(WebAssembly, { instantiate: fromBytes, instantiateStreaming: fromResponse })
  try {
    const write = (bytes: Uint8Array) => bytes.forEach((byte) => wanted.transmit?.(byte))
    const python = await loadMicroPython({
      url: wasmUrl,
      heapsize: heapBytes,
      pystack: PYSTACK_WORDS,
      linebuffer: false,
      stdout: write,
      stderr: write,
      stdin: stdin ?? (() => null),
    })
    const memory = exported
    if (!image || !memory) throw new Error('MicroPython was not instantiated through WebAssembly')
    return { python, image, wanted, memory: () => new Uint8Array(memory.buffer) }
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming })
  }
}

function asBytes(source: BufferSource): Uint8Array {
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
}

/** Gives system calls the chip's errnos, keeps the memory's size, and hooks the collector in. */
function adaptImports(imports: Imports, wanted: Wanted): void {
  const env = imports.env
  if (!env) return
  for (const [name, call] of Object.entries(env)) {
    if (name.startsWith('__syscall_')) {
      env[name] = (...args) => {
        const answer = Number(call(...args))
        return answer < 0 ? -toChipErrno(-answer) : answer
      }
    } else if (name.startsWith('fd_')) {
      env[name] = (...args) => toChipErrno(Number(call(...args)))
    }
  }
  env.emscripten_resize_heap = () => 0
  env._abort_js = () => wanted.collect?.()
}

/**
 * Python's heap grows by blocks of its own size from the same memory: leave only crumbs, which the
 * JavaScript side needs for arguments and texts.
 */
function fillSpareMemory({ _module }: MicroPython): void {
  const keep = [_module._malloc(16384), _module._malloc(16384)]
  for (let size = 16 << 20; size >= 8192;) {
    if (!_module._malloc(size)) size >>= 1
  }
  keep.forEach((at) => _module._free(at))
}

/** Finds them by scheduling an interrupt, looking what changed, and undoing it. */
function findInterruptWords({ _module }: MicroPython, memory: Uint8Array) {
  const words = new Int32Array(memory.buffer, 0, STATIC_DATA_BYTES / 4)
  const before = words.slice()
  _module._mp_sched_keyboard_interrupt()
  const changed: { index: number; value: number }[] = []
  words.forEach((value, index) => {
    if (value !== before[index]) changed.push({ index, value })
  })
  for (const { index } of changed) words[index] = before[index] ?? 0
  return changed
}

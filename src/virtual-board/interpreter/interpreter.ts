/**
 * One MicroPython interpreter in the current thread: loads the WebAssembly port with a heap of a fixed size, and
 * with the chip's errnos. The port keeps its state in globals, so a thread can have only one at a time; a new one
 * replaces it. Knows nothing of boards, workers or UARTs.
 */
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { answerAsChip } from './errno-of-wasi'
import { GarbageCollector } from './garbage-collector'
import { findInterrupt, type InterruptLocation } from './interrupt'
import { patchImage } from './wasm-image'
import type { PatchedImage } from './wasm-image'

export interface InterpreterOptions {
  /** Where micropython.wasm is; by default beside its module. */
  wasmUrl?: string
  /** Size of Python's heap, bytes. */
  heapBytes: number
  /** Puts the memory into a SharedArrayBuffer. */
  shared: boolean
  /** Standard output and error. */
  transmit(bytes: Uint8Array): void
  /** The next byte for `sys.stdin`; null at its end. */
  stdin?(): number | null
}

export interface Interpreter {
  python: MicroPython
  /** Its whole memory, in a SharedArrayBuffer if that was asked for. */
  buffer: ArrayBufferLike
  memory(): Uint8Array
  collector: GarbageCollector
  interrupt: InterruptLocation
}

/** Words of the Python stack: about the depth of calls that the chip's C stack of 8 KiB allows. */
const PYSTACK_WORDS = 2048

/** What MicroPython's imports call, set once it has started. */
interface ImportHandlers {
  collect?: () => void
  transmit?: (bytes: Uint8Array) => void
}

/** Compiled once per thread: a soft reset only needs a new instance. */
let compiled: { shared: boolean; image: PatchedImage; module: WebAssembly.Module } | undefined

type Imports = Record<string, Record<string, (...args: never[]) => unknown>>

/** @throws Error if the module was not instantiated, or takes no interrupt */
export async function startInterpreter(options: InterpreterOptions): Promise<Interpreter> {
  const { python, buffer, memory, image, handlers } = await load(options)
  const collector = new GarbageCollector(python, memory, image.collectPendingAddress)
  handlers.collect = () => collector.request()
  fillSpareMemory(python)
  handlers.transmit = options.transmit // not before: the collector has run code in the REPL
  return { python, buffer, memory, collector, interrupt: findInterrupt(python, buffer) }
}

/** The port's loader gives no access to memory and imports: both are taken where it instantiates the module. */
async function load({ wasmUrl, heapBytes, shared, stdin }: InterpreterOptions) {
  const { instantiate, instantiateStreaming } = WebAssembly
  const handlers: ImportHandlers = {}
  let exported: WebAssembly.Memory | undefined
  const fromBytes = async (source: BufferSource, imports: Imports) => {
    adaptImports(imports, handlers)
    interceptOutput(imports, () => exported?.buffer, handlers)
    if (compiled?.shared !== shared) {
      const image = patchImage(asBytes(source), { shared })
      compiled = { shared, image, module: await WebAssembly.compile(image.bytes) }
    }
    const { module } = compiled
    const instance = await instantiate(module, imports as WebAssembly.Imports)
    exported = instance.exports.memory as WebAssembly.Memory
    return { module, instance }
  }
  const fromResponse = async (response: Response | Promise<Response>, imports: Imports) =>
    fromBytes(await (await response).arrayBuffer(), imports)
  Object.assign(WebAssembly, { instantiate: fromBytes, instantiateStreaming: fromResponse })
  try {
    const python = await loadMicroPython({
      url: wasmUrl,
      heapsize: heapBytes,
      pystack: PYSTACK_WORDS,
      stdin: stdin ?? (() => null),
    })
    const buffer = exported?.buffer // of a fixed size: it is never replaced
    const image = compiled?.image
    if (!image || !buffer) throw new Error('MicroPython was not instantiated through WebAssembly')
    return { python, buffer, image, handlers, memory: () => new Uint8Array(buffer) }
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming })
  }
}

function asBytes(source: BufferSource): Uint8Array {
  if (source instanceof ArrayBuffer) return new Uint8Array(source)
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
}

/** Gives system calls the chip's errnos, keeps the memory's size, and hooks the collector in. */
function adaptImports(imports: Imports, handlers: ImportHandlers): void {
  const env = imports.env
  if (!env) return
  answerAsChip(env)
  env.emscripten_resize_heap = () => 0
  env._abort_js = () => handlers.collect?.()
}

/**
 * Python's heap grows by blocks of its own size from the same memory: allocates all of it but small blocks, which
 * the JavaScript side needs for arguments and strings.
 */
function fillSpareMemory({ _module }: MicroPython): void {
  const keep = [_module._malloc(16384), _module._malloc(16384)]
  for (let size = 16 << 20; size >= 8192;) {
    if (!_module._malloc(size)) size >>= 1
  }
  keep.forEach((at) => _module._free(at))
}

/** Standard output and error in the pieces in which MicroPython writes them; the port goes byte by byte. */
function interceptOutput(
  { env }: Imports,
  buffer: () => ArrayBufferLike | undefined,
  handlers: ImportHandlers,
): void {
  const original = env?.fd_write as FdWrite | undefined
  if (!env || !original) return
  const write: FdWrite = (fd, vectors, count, written) => {
    const memory = buffer()
    if ((fd !== 1 && fd !== 2) || !memory) return original(fd, vectors, count, written)
    const words = new Uint32Array(memory)
    let total = 0
    for (let at = vectors >> 2; count > 0; count--, at += 2) {
      const [from = 0, length = 0] = words.subarray(at, at + 2)
      if (length > 0) handlers.transmit?.(new Uint8Array(memory, from, length).slice())
      total += length
    }
    words[written >> 2] = total
    return 0
  }
  env.fd_write = write as (typeof env)[string]
}

type FdWrite = (fd: number, vectors: number, count: number, written: number) => number

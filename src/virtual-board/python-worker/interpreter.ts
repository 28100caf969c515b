/** One MicroPython in this thread: its memory shared, system calls with the chip's errnos. */
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { toChipErrno } from '../micropython/errno-of-wasi'
import { patchImage } from '../micropython/wasm-image'

export interface Interpreter {
  python: MicroPython
  memory: WebAssembly.Memory
  interrupt: { index: number; value: number }[]
}

interface Options {
  wasmUrl?: string
  transmit(bytes: Uint8Array): void
  stdin(): number | null
}

type Imports = Record<string, Record<string, (...args: never[]) => unknown>>

const heapBytes = 4 << 20
const staticDataBytes = 256 * 1024

export async function startInterpreter({
  wasmUrl,
  transmit,
  stdin,
}: Options): Promise<Interpreter> {
  const { instantiate, instantiateStreaming } = WebAssembly
  let memory: WebAssembly.Memory | undefined
  const fromBytes = async (source: BufferSource, imports: Imports) => {
    const bytes =
      source instanceof ArrayBuffer
        ? new Uint8Array(source)
        : new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    adaptErrnos(imports)
    const module = await WebAssembly.compile(patchImage(bytes, { shared: true }).bytes)
    imports.env!._abort_js = () => undefined
    const instance = await instantiate(module, imports as WebAssembly.Imports)
    memory = instance.exports.memory as WebAssembly.Memory
    return { module, instance }
  }
  const fromResponse = async (response: Response | Promise<Response>, imports: Imports) =>
    fromBytes(await (await response).arrayBuffer(), imports)
  Object.assign(WebAssembly, { instantiate: fromBytes, instantiateStreaming: fromResponse })
  try {
    const python = await loadMicroPython({
      url: wasmUrl,
      heapsize: heapBytes,
      linebuffer: false,
      stdout: transmit,
      stderr: transmit,
      stdin,
    })
    if (!memory) throw new Error('MicroPython was not instantiated through WebAssembly.')
    return { python, memory, interrupt: findInterruptWords(python, memory) }
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming })
  }
}

/** System calls answer with WASI's errnos; Python on the board knows the chip's. */
function adaptErrnos(imports: Imports): void {
  for (const [name, call] of Object.entries(imports.env ?? {})) {
    if (name.startsWith('__syscall_')) {
      imports.env![name] = (...args) => {
        const answer = Number(call(...args))
        return answer < 0 ? -toChipErrno(-answer) : answer
      }
    } else if (name.startsWith('fd_')) {
      imports.env![name] = (...args) => toChipErrno(Number(call(...args)))
    }
  }
}

/** Finds them by scheduling an interrupt, looking what changed, and undoing it. */
function findInterruptWords({ _module }: MicroPython, memory: WebAssembly.Memory) {
  const words = new Int32Array(memory.buffer, 0, staticDataBytes / 4)
  const before = words.slice()
  _module._mp_sched_keyboard_interrupt()
  const changed: { index: number; value: number }[] = []
  words.forEach((value, index) => {
    if (value !== before[index]) changed.push({ index, value })
  })
  for (const { index } of changed) words[index] = before[index] ?? 0
  return changed
}

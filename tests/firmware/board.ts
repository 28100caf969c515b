/**
 * The portal's own files on MicroPython (WebAssembly), in a scripted world. One interpreter at a time
 * in a thread: starting another takes the place of the one before.
 */
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { firmwareCompiled, firmwareSources, type FirmwareFile } from '../../firmware/bundle'
import { answerAsChip } from '../../src/virtual-board/interpreter/errno-of-wasi'
import { hostModule } from '../../src/virtual-board/interpreter/host-module'
import { readModuleSources } from '../../src/virtual-board/interpreter/module-sources-node'
import { installModules } from '../../src/virtual-board/interpreter/stand-in-modules'
import { World } from './world'

export type Files = Readonly<Record<string, Uint8Array | string>>

/** Path on the board → content, from firmware/. */
const byPath = (files: FirmwareFile[]): Files =>
  Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]))

export const sources = (): Files => byPath(firmwareSources())
export const compiled = async (): Promise<Files> => byPath(await firmwareCompiled())

export class Board {
  readonly #python: MicroPython
  readonly #printed: number[]

  constructor(
    python: MicroPython,
    printed: number[],
    readonly world: World,
    /** Bytes that are really in use on Python's heap. Only while no Python runs. */
    readonly memoryBytes: () => number,
    /** The same with garbage; at any time. */
    readonly allocatedBytes: () => number,
  ) {
    this.#python = python
    this.#printed = printed
    world.interrupt = () => python._module._mp_sched_keyboard_interrupt()
  }

  /** Runs code as `__main__`; an uncaught exception is thrown with its traceback as message. */
  run(code: string): void {
    try {
      this.#python.runPython(code)
    } catch (error) {
      throw this.world.failure ?? error
    }
    this.world.checkStories()
    if (this.world.failure !== undefined) throw this.world.failure
  }

  /** All bytes sent to the console since the last call of this or `console`. */
  output(): Uint8Array {
    return Uint8Array.from(this.#printed.splice(0))
  }

  /** The lines printed since the last call. */
  console(): string[] {
    const text = new TextDecoder().decode(Uint8Array.from(this.#printed.splice(0)))
    return text.split(/\r?\n/).slice(0, -1)
  }

  write(path: string, content: Uint8Array | string): void {
    path
      .split('/')
      .slice(1, -1)
      .reduce((folder, name) => {
        if (!this.#python.FS.analyzePath(`${folder}/${name}`).exists)
          this.#python.FS.mkdir(`${folder}/${name}`)
        return `${folder}/${name}`
      }, '/flash')
    this.#python.FS.writeFile(`/flash${path}`, content)
  }

  read(path: string): Uint8Array {
    return this.#python.FS.readFile(`/flash${path}`)
  }

  exists(path: string): boolean {
    return this.#python.FS.analyzePath(`/flash${path}`).exists
  }
}

/**
 * @param files    what lies in flash beside the portal
 * @param portal   the portal itself
 */
export async function startBoard(files: Files = {}, portal = sources()): Promise<Board> {
  const world = new World()
  const printed: number[] = []
  const write = (bytes: Uint8Array) => void printed.push(...bytes)
  world.transmit = write
  const { python, memory } = await load(write, () => world.console.take())
  const gc = python.pyimport('gc')
  const allocatedBytes = () => Number(gc.mem_alloc?.())
  const memoryBytes = () => {
    gc.collect?.()
    return allocatedBytes()
  }
  const module = hostModule(world.host, memory, () => {}, world.fail)
  installModules(python, module, readModuleSources())
  const board = new Board(python, printed, world, memoryBytes, allocatedBytes)
  for (const [path, content] of Object.entries({ ...portal, ...files })) board.write(path, content)
  return board
}

/** The port's loader offers no way to its memory: catch it where it instantiates. */
async function load(write: (bytes: Uint8Array) => void, stdin: () => number | null) {
  const { instantiate } = WebAssembly
  let memory: WebAssembly.Memory | undefined
  const spy = async (source: BufferSource, imports: WebAssembly.Imports) => {
    if (imports.env) answerAsChip(imports.env as Record<string, (...args: never[]) => unknown>)
    const result = await instantiate(source, imports)
    // Node's own parsers are instantiated in passing: they come as a module and give an instance.
    if ('instance' in result) memory = result.instance.exports.memory as WebAssembly.Memory
    return result
  }
  Object.assign(WebAssembly, { instantiate: spy })
  try {
    const python = await loadMicroPython({
      heapsize: 8 << 20,
      linebuffer: false,
      stdin,
      stdout: write,
      stderr: write,
    })
    return { python, memory: () => new Uint8Array(memory?.buffer ?? new ArrayBuffer(0)) }
  } finally {
    Object.assign(WebAssembly, { instantiate })
  }
}

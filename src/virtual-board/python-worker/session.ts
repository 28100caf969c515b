/**
 * MicroPython from one reset to the next: a new interpreter, the board's files, boot.py, main.py, the REPL. Runs in
 * the worker and blocks it. Order of events: ports/esp8266/main.c, mp_reset() and init_done().
 */
import { bannerLine } from '../chip/banner-program'
import type { FirmwareIdentity } from '../chip/boot-image'
import { BoardFiles, type FileTree } from '../interpreter/board-files'
import { hostModule } from '../interpreter/host-module'
import type { SynchronousHost } from '../interpreter/host-calls'
import { startInterpreter, type Interpreter } from '../interpreter/interpreter'
import { Interrupt } from '../interpreter/interrupt'
import { boardHeapBytes, installModules, type ModuleSources } from '../interpreter/stand-in-modules'
import type { Channel } from './channel'
import type { Output } from './output'
import { CTRL_A, CTRL_B } from './raw-paste'
import { SerialRepl } from './serial-repl'
import { attach } from './uart-calls'
import { Chain, ReplaceStart, Replace, type Filter } from './text-filter'

export interface SessionOptions {
  channel: Channel
  output: Output
  host: SynchronousHost
  modules: ModuleSources
  wasmUrl?: string
  files: FileTree
  totalBlocks: number
  firmware: FirmwareIdentity
  /** Starts in the raw REPL, as after a soft reset from there. */
  raw: boolean
  /** After power-up or a hard reset. */
  first: boolean
  onMemory(interpreter: Interpreter): void
  onFiles(files: FileTree): void
  onPanic(error: unknown): void
}

/** Free heap below which pasted code is not kept twice. */
const nearlyFullBytes = 8192
const CTRL_C_INTERRUPTS = 3
const NOTHING_INTERRUPTS = -1
const rawBanner = 'raw REPL; CTRL-B to exit\r\n>'

export class Session {
  readonly #options: SessionOptions
  readonly #python: Interpreter['python']
  readonly #heap
  readonly #interrupt: Interrupt
  readonly #files: BoardFiles
  /** The name in the banner of the WebAssembly port, and that of the chip. */
  readonly #banner: [string, string]

  static async start(options: SessionOptions): Promise<Session> {
    const { channel, output, wasmUrl } = options
    const raised: { interrupt?: Interrupt } = {}
    const interpreter = await startInterpreter({
      wasmUrl,
      heapBytes: boardHeapBytes,
      shared: true,
      transmit: output.write,
      stdin: () => channel.nextInput(() => raised.interrupt?.isPending ?? false) ?? null,
    })
    raised.interrupt = new Interrupt(interpreter.buffer, interpreter.interrupt)
    return new Session(options, interpreter, raised.interrupt)
  }

  private constructor(options: SessionOptions, interpreter: Interpreter, interrupt: Interrupt) {
    this.#options = options
    this.#interrupt = interrupt
    const { python, memory, collector } = interpreter
    this.#python = python
    this.#files = new BoardFiles(python.FS, options.totalBlocks)
    // The port's own name for itself, before `sys` is replaced.
    const itself = String(python.pyimport('sys').version).replace(/^.*; /, '')
    this.#banner = [`${itself}; JS with Emscripten`, bannerLine(options.firmware)]
    attach(options.channel, options.output, true)
    const { host, modules, onPanic } = options
    const module = hostModule(host, memory, () => collector.collect(), onPanic)
    installModules(python, module, modules, this.#files)
    this.#files.put(options.files)
    this.#files.onChange(() => options.onFiles(this.#files.take()))
    options.onMemory(interpreter)
    this.#heap = this.#heapCalls()
  }

  /** Functions that are called with a full heap: looked up before anything can fill it. */
  #heapCalls() {
    const { collect, mem_free } = this.#python.pyimport('gc')
    const { make_room, take_room } = this.#python.pyimport('_session')
    return {
      free: () => Number(mem_free?.()),
      collect: () => void collect?.(),
      makeRoom: (bytes: number) => void make_room?.(bytes),
      takeRoom: () => void take_room?.(),
    }
  }

  /** Blocks until a soft reset; returns how to go on after it. */
  serve(): { raw: boolean; files: FileTree } {
    const { channel } = this.#options
    this.#runFiles()
    this.#enterRepl()
    const repl = new SerialRepl(this.#ports(), this.#options)
    for (;;) {
      const byte = channel.nextInput()
      if (byte === undefined || !repl.take(byte)) continue
      this.#files.reportWritten() // the chip closes open files now
      return { raw: repl.raw, files: this.#files.take() }
    }
  }

  #runFiles(): void {
    const { raw } = this.#options
    // Looked up before anything can fill the heap.
    const { boot, main, report } = this.#python.pyimport('_session')
    const { collect } = this.#python.pyimport('gc')
    const run = (name: string, start?: () => unknown) => {
      if (!this.#files.has(`/${name}`)) return
      this.#running(() => start?.())
      this.#interrupt.clear()
      report?.()
      collect?.()
    }
    run('boot.py', boot)
    if (!raw) run('main.py', main)
  }

  #enterRepl(): void {
    const { output, first, raw } = this.#options
    if (!raw) {
      // The port begins its banner with an empty line; the chip has one only after power-up.
      const start = () => this.#python.replInit()
      const banner = new Replace(...this.#banner)
      return output.filtered(first ? banner : new Chain(new ReplaceStart(2), banner), start)
    }
    output.muted = true
    this.#python.replInit()
    this.#python.replProcessChar(CTRL_A)
    output.muted = false
    output.text(rawBanner)
  }

  #ports() {
    const { output } = this.#options
    const process = (byte: number) => this.#python.replProcessChar(byte) === 256
    return {
      feed: (byte: number): boolean => {
        if (byte !== CTRL_B) return process(byte)
        return output.filtered(new Replace(...this.#banner), () => process(byte))
      },
      run: (byte: number, filter?: Filter): boolean => {
        const running = () => this.#running(() => process(byte))
        return filter ? output.filtered(filter, running) : running()
      },
      takeLateInterrupt: () => this.#interrupt.clear(),
      transmit: (text: string | Uint8Array) =>
        typeof text === 'string' ? output.text(text) : output.write(text),
      cook: (cooked: boolean) => (output.cooked = cooked),
      withRoom: this.#withRoom,
    }
  }

  readonly #withRoom = <T>(bytes: number, work: () => T): T => {
    const { free, collect, makeRoom, takeRoom } = this.#heap
    const isNearlyFull = () => free() <= nearlyFullBytes + bytes
    if (!isNearlyFull()) return work()
    collect()
    if (!isNearlyFull()) return work()
    makeRoom(bytes)
    collect()
    try {
      return work()
    } finally {
      takeRoom()
    }
  }

  #running<T>(work: () => T): T {
    const { channel } = this.#options
    // What a program has set with `kbd_intr` ends with it (shared/runtime/pyexec.c).
    channel.interruptCharacter = CTRL_C_INTERRUPTS
    channel.running = true
    try {
      return work()
    } finally {
      channel.running = false
      channel.interruptCharacter = NOTHING_INTERRUPTS
    }
  }
}

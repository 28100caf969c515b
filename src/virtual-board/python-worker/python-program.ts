/**
 * MicroPython as the program of the virtual board: the page's side of the worker. Carries bytes to and
 * from the UART, answers what Python asks for, interrupts it, and keeps flash in step with its files.
 */
import { isWaiting, type BoardHost, type HostReply, type Waiting } from '../micropython/host-calls'
import type { ModuleSources } from '../micropython/stand-ins'
import type { Program, ProgramContext } from '../program'
import { createBoardHost } from '../radio/board-host'
import { Network } from '../radio/network'
import { Radio } from '../radio/radio'
import { POLLIN } from '../radio/poll-events'
import { Channel, interrupted } from './channel'
import { FlashFiles } from './flash-files'
import type { StartMessage, WorkerMessage } from './messages'

const CTRL_C = 3

/** The part of Worker that both browsers and Node can offer. */
export interface WorkerHandle {
  post(message: StartMessage): void
  onMessage(listener: (message: WorkerMessage) => void): void
  terminate(): void
}

export interface PythonOptions {
  spawn(): WorkerHandle
  modules: () => Promise<ModuleSources>
  wasmUrl?: string
  autorun?: boolean
}

/** What others may look at or script while the board runs. */
export interface Surroundings {
  radio: Radio
  network: Network
}

export class PythonProgram implements Program {
  readonly #options: PythonOptions
  readonly #channel = new Channel()
  readonly #onStart: (surroundings: Surroundings) => void
  #worker: WorkerHandle | undefined
  #stopped = false
  #context!: ProgramContext
  #host!: BoardHost
  #surroundings!: Surroundings
  #files!: FlashFiles
  #waiting: { outcome: Waiting; cancel: () => void } | undefined
  #interruptMemory: { words: Int32Array; writes: { index: number; value: number }[] } | undefined

  constructor(options: PythonOptions, onStart: (surroundings: Surroundings) => void = () => {}) {
    this.#options = options
    this.#onStart = onStart
  }

  start(context: ProgramContext): void {
    this.#context = context
    const { clock, mac } = context
    const network = new Network()
    this.#surroundings = { radio: new Radio({ clock, mac }), network }
    this.#files = new FlashFiles(context.flash, context.filesystem)
    this.#host = createBoardHost({
      clock,
      ...this.#surroundings,
      chip: this.#chip(),
      stdin: () => (this.#channel.hasBytes ? POLLIN : 0),
    })
    network.onChange(() => this.#look())
    this.#onStart(this.#surroundings)
    void this.#launch()
  }

  #chip() {
    const { flash, filesystem } = this.#context
    return {
      flashSizeBytes: flash.sizeBytes,
      flashId: 0x1640c8,
      flashUserStart: filesystem.offsetBytes,
      resetCause: 6,
      reset: () => queueMicrotask(() => this.#context.resetChip()),
    }
  }

  async #launch(): Promise<void> {
    const modules = await this.#options.modules()
    if (this.#stopped) return
    const worker = this.#options.spawn()
    this.#worker = worker
    worker.onMessage((message) => this.#take(message))
    worker.post({
      channel: this.#channel.buffer as SharedArrayBuffer,
      modules,
      wasmUrl: this.#options.wasmUrl,
      files: this.#files.read(),
      autorun: this.#options.autorun ?? true,
    })
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === CTRL_C && this.#channel.running) this.#interrupt()
      else this.#channel.pushByte(byte)
    }
    this.#look()
  }

  stop(): void {
    this.#stopped = true
    this.#waiting?.cancel()
    this.#worker?.terminate()
    this.#surroundings.network.closeAll()
  }

  #take(message: WorkerMessage): void {
    if (this.#stopped) return
    if (message.type === 'output') this.#context.transmit(message.bytes)
    else if (message.type === 'files') this.#files.write(message.files)
    else if (message.type === 'memory') {
      const words = new Int32Array(message.memory)
      this.#interruptMemory = { words, writes: message.interrupt }
    } else if (message.type === 'died') {
      this.#context.transmit(new TextEncoder().encode(`\r\n[virtual board: ${message.reason}]\r\n`))
    } else if (message.request.op === 'sleep' && message.request.args[0] === -1) {
      this.#context.whenSent(() => this.#answer(0)) // the UART is full
    } else this.#begin(this.#host(message.request))
  }

  #begin(outcome: HostReply | Waiting): void {
    if (!isWaiting(outcome)) return this.#answer(outcome)
    const { clock } = this.#context
    const expire = () => this.#answer(outcome.expired)
    const cancel =
      outcome.untilMs === Infinity
        ? () => {}
        : clock.after(Math.max(0, outcome.untilMs - clock.now()), expire)
    this.#waiting = { outcome, cancel }
  }

  /** Something changed: perhaps what Python waits for is there. */
  #look(): void {
    const reply = this.#waiting?.outcome.poll()
    if (reply !== undefined) this.#answer(reply)
  }

  #answer(reply: HostReply | typeof interrupted): void {
    this.#waiting?.cancel()
    this.#waiting = undefined
    if (!this.#stopped) this.#channel.answer(reply)
  }

  #interrupt(): void {
    if (this.#waiting) return this.#answer(interrupted)
    for (const { index, value } of this.#interruptMemory?.writes ?? []) {
      if (this.#interruptMemory) this.#interruptMemory.words[index] = value
    }
  }
}

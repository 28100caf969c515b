/**
 * MicroPython as the program of the virtual board: the page's side of the worker. Carries bytes to and from the
 * UART, answers Python's host calls, interrupts Python, and writes its files into flash.
 */
import { Interrupt } from '../interpreter/interrupt'
import type { ModuleSources } from '../interpreter/stand-in-modules'
import type { ResetCause } from '../chip/boot-log'
import { jedecId } from '../chip/nor-flash'
import type { Program, ProgramContext } from '../chip/program'
import { createBoardHost, type ChipInterface } from './board-host'
import { POLLIN } from '../radio/poll-events'
import { firstBootEnvironment, type RadioEnvironment } from '../radio/radio-environment'
import { Channel } from './channel'
import { FlashFiles } from './flash-files'
import type { StartMessage, WorkerMessage } from './messages'
import { Pins } from './pins'
import { PendingCall } from './pending-call'
import { SoftWatchdog } from './soft-watchdog'

/** How many bytes go to the UART at once: few, so that Ctrl-C need not wait for a long print. */
const PIECE_BYTES = 512

/** What the workers of browsers and of Node have in common. */
export interface WorkerHandle {
  post(message: StartMessage): void
  onMessage(listener: (message: WorkerMessage) => void): void
  terminate(): void
}

export interface PythonOptions {
  spawn(): WorkerHandle
  modules: () => Promise<ModuleSources>
  wasmUrl?: string
  /** Given, or made at the first start; then kept. */
  kept: { environment?: RadioEnvironment }
}

export class PythonProgram implements Program {
  readonly #options: PythonOptions
  readonly #channel = new Channel()
  readonly #onStart: (environment: RadioEnvironment) => void
  #worker: WorkerHandle | undefined
  #stopped = false
  #sending = false
  #context!: ProgramContext
  #environment: RadioEnvironment | undefined
  #unwatch = () => {}
  #files!: FlashFiles
  #call: PendingCall | undefined
  #interrupt: Interrupt | undefined
  #watchdog: SoftWatchdog | undefined

  constructor(options: PythonOptions, onStart: (environment: RadioEnvironment) => void = () => {}) {
    this.#options = options
    this.#onStart = onStart
  }

  start(context: ProgramContext): void {
    this.#context = context
    const { kept } = this.#options
    const environment = (kept.environment ??= firstBootEnvironment(context.clock, context.mac))
    this.#environment = environment
    environment.network.useFirmwareVersion(context.firmware.version)
    this.#files = new FlashFiles(context.flash, context.filesystem)
    this.#call = this.#newCall(environment)
    environment.radio.reset()
    this.#unwatch = environment.network.onChange(() => this.#call?.poll())
    this.#onStart(environment)
    void this.#launch()
  }

  #newCall(environment: RadioEnvironment): PendingCall {
    const { clock } = this.#context
    return new PendingCall({
      clock,
      host: createBoardHost({
        clock,
        ...environment,
        chip: this.#chip(),
        stdin: () => (this.#channel.hasInput ? POLLIN : 0),
      }),
      isInterrupted: () => this.#interrupt?.isPending ?? false,
      answer: (reply) => {
        if (!this.#stopped) this.#channel.answer(reply)
      },
    })
  }

  #chip(): ChipInterface {
    const { flash, filesystem, firmware, resetReason, clock, levelOutside } = this.#context
    const reset = (cause: ResetCause) => queueMicrotask(() => this.#context.resetChip(cause))
    const watchdog = new SoftWatchdog(clock, () => reset('soft-watchdog'))
    this.#watchdog = watchdog
    return {
      firmware,
      flashSizeBytes: firmware.flashSizeBytes,
      flashId: jedecId(flash.sizeBytes),
      flashUserStart: filesystem.offsetBytes,
      resetCause: resetReason,
      pins: new Pins(levelOutside),
      reset,
      deepSleep: (ms) => queueMicrotask(() => this.#context.deepSleep(ms)),
      feedWatchdog: () => watchdog.feed(),
      setBaudRate: (baudRate) => this.#context.setBaudRate(baudRate),
    }
  }

  async #launch(): Promise<void> {
    const modules = await this.#options.modules()
    if (this.#stopped) return
    const worker = this.#options.spawn()
    this.#worker = worker
    worker.onMessage((message) => this.#take(message))
    worker.post({
      channel: this.#channel.buffer,
      modules,
      wasmUrl: this.#options.wasmUrl,
      files: this.#files.read(),
      totalBlocks: this.#context.filesystem.blockCount,
      firmware: this.#context.firmware,
    })
  }

  receive(bytes: Uint8Array): void {
    if (!this.#channel.attached) return // they wait for machine.UART(0), which the stand-in never reads
    // The chip's interrupt handler decides for each byte: character or interrupt.
    const { running, interruptCharacter } = this.#channel
    const interrupts = running && bytes.includes(interruptCharacter)
    this.#channel.receive(interrupts ? bytes.filter((byte) => byte !== interruptCharacter) : bytes)
    if (interrupts) this.#interruptPython()
    this.#call?.poll()
  }

  stop(): void {
    this.#stopped = true
    this.#watchdog?.stop()
    this.#call?.cancel()
    this.#worker?.terminate()
    this.#unwatch()
    this.#environment?.radio.turnOff()
    this.#environment?.network.forgetAll()
  }

  #take(message: WorkerMessage): void {
    if (this.#stopped) return
    if (message.type === 'output') this.#transmit()
    else if (message.type === 'files') this.#files.write(message.files)
    else if (message.type === 'memory') {
      this.#interrupt = new Interrupt(message.memory, message.interrupt)
      this.#environment?.network.closeAll() // a soft reset finalises all sockets
    } else if (message.type === 'crashed') {
      this.#context.transmit(new TextEncoder().encode(`\r\n[virtual board: ${message.reason}]\r\n`))
    } else this.#call?.begin(message.request)
  }

  /** Python's output goes out at the pace of the UART; Python waits when the ring is full. */
  #transmit(): void {
    if (this.#stopped || this.#sending) return
    this.#channel.outputSeen()
    const bytes = this.#channel.output.take(PIECE_BYTES)
    if (bytes.length === 0) return
    this.#context.transmit(bytes)
    this.#sending = true
    this.#context.whenSent(() => {
      this.#sending = false
      this.#transmit()
    })
  }

  #interruptPython(): void {
    this.#interrupt?.raise()
    this.#call?.interrupt()
    this.#channel.input.touch() // it may wait for sys.stdin
  }
}

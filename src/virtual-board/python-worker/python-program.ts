/**
 * MicroPython as the program of the virtual board: the page's side of the worker. Carries bytes to and
 * from the UART, answers what Python asks for, interrupts it, and keeps flash in step with its files.
 */
import {
  isWaiting,
  type BoardHost,
  type HostReply,
  type HostRequest,
  type Waiting,
} from '../interpreter/host-calls'
import { Interrupt } from '../interpreter/interrupt'
import type { ModuleSources } from '../interpreter/stand-ins'
import type { ResetCause } from '../chip/boot-log'
import { jedecId } from '../chip/nor-flash'
import type { Program, ProgramContext } from '../chip/program'
import { createBoardHost, type ChipInterface } from './board-host'
import { Network } from '../radio/network'
import { Radio } from '../radio/radio'
import { POLLIN } from '../radio/poll-events'
import { Channel } from './channel'
import { FlashFiles } from './flash-files'
import type { StartMessage, WorkerMessage } from './messages'
import { SoftWatchdog } from './soft-watchdog'

const EINTR = 4
/** So much goes to the UART at once, so that a Ctrl-C need not wait for a long print. */
const PIECE_BYTES = 512

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
  /** Filled at the first start, and then kept. */
  kept: { environment?: RadioEnvironment }
}

/** What others may look at or script while the board runs. The same over all resets of a board. */
export interface RadioEnvironment {
  radio: Radio
  network: Network
}

/** As a board leaves the first boot of MicroPython: with an access point, modules/inisetup.py. */
function firstEnvironment({ clock, mac }: ProgramContext): RadioEnvironment {
  const radio = new Radio({ clock, mac })
  radio.accessPoint.key = new TextEncoder().encode('micropythoN')
  radio.accessPoint.security = 4 // AUTH_WPA_WPA2_PSK
  radio.setAccessPointActive(true)
  return { radio, network: new Network() }
}

export class PythonProgram implements Program {
  readonly #options: PythonOptions
  readonly #channel = new Channel()
  readonly #onStart: (environment: RadioEnvironment) => void
  #worker: WorkerHandle | undefined
  #stopped = false
  #sending = false
  #context!: ProgramContext
  #host!: BoardHost
  #network: Network | undefined
  #unwatch = () => {}
  #files!: FlashFiles
  #waiting: { outcome: Waiting; cancel: () => void } | undefined
  #interrupt: Interrupt | undefined
  #watchdog: SoftWatchdog | undefined

  constructor(options: PythonOptions, onStart: (environment: RadioEnvironment) => void = () => {}) {
    this.#options = options
    this.#onStart = onStart
  }

  start(context: ProgramContext): void {
    this.#context = context
    const { kept } = this.#options
    const environment = (kept.environment ??= firstEnvironment(context))
    this.#network = environment.network
    environment.network.useFirmwareVersion(context.firmware.version)
    this.#files = new FlashFiles(context.flash, context.filesystem)
    this.#host = createBoardHost({
      clock: context.clock,
      ...environment,
      chip: this.#chip(),
      stdin: () => (this.#channel.hasInput ? POLLIN : 0),
    })
    environment.radio.reset()
    this.#unwatch = environment.network.onChange(() => this.#look())
    this.#onStart(environment)
    void this.#launch()
  }

  #chip(): ChipInterface {
    const { flash, filesystem, firmware, resetReason, clock } = this.#context
    const reset = (cause: ResetCause) => queueMicrotask(() => this.#context.resetChip(cause))
    const watchdog = new SoftWatchdog(clock, () => reset('soft-watchdog'))
    this.#watchdog = watchdog
    return {
      firmware,
      flashSizeBytes: firmware.flashSizeBytes,
      flashId: jedecId(flash.sizeBytes),
      flashUserStart: filesystem.offsetBytes,
      resetCause: resetReason,
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
    if (!this.#channel.attached) return // they wait for machine.UART(0), which nobody reads
    // The chip's interrupt handler decides for each byte: character or interrupt.
    const { running, interruptCharacter } = this.#channel
    const interrupts = running && bytes.includes(interruptCharacter)
    this.#channel.receive(interrupts ? bytes.filter((byte) => byte !== interruptCharacter) : bytes)
    if (interrupts) this.#interruptPython()
    this.#look()
  }

  stop(): void {
    this.#stopped = true
    this.#watchdog?.stop()
    this.#waiting?.cancel()
    this.#worker?.terminate()
    this.#unwatch()
    this.#network?.closeAll()
  }

  #take(message: WorkerMessage): void {
    if (this.#stopped) return
    if (message.type === 'output') this.#transmit()
    else if (message.type === 'files') this.#files.write(message.files)
    else if (message.type === 'memory') {
      this.#interrupt = new Interrupt(message.memory, message.interrupt)
      this.#network?.closeAll() // a soft reset finalises all sockets
    } else if (message.type === 'crashed') {
      this.#context.transmit(new TextEncoder().encode(`\r\n[virtual board: ${message.reason}]\r\n`))
    } else this.#begin(message.request)
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

  #begin(request: HostRequest): void {
    const outcome = this.#host(request)
    if (!isWaiting(outcome)) return this.#answer(outcome)
    // A Ctrl-C may have come while the request was under way.
    if (this.#interrupt?.isPending) return this.#answer(-EINTR)
    const { clock } = this.#context
    const leftMs = outcome.untilMs - clock.now()
    const expire = () => this.#answer(outcome.expired)
    const cancel = leftMs === Infinity ? () => {} : clock.after(Math.max(0, leftMs), expire)
    this.#waiting = { outcome, cancel }
  }

  /** Something changed: perhaps what Python waits for is there. */
  #look(): void {
    const reply = this.#waiting?.outcome.poll()
    if (reply !== undefined) this.#answer(reply)
  }

  #answer(reply: HostReply): void {
    this.#waiting?.cancel()
    this.#waiting = undefined
    if (!this.#stopped) this.#channel.answer(reply)
  }

  #interruptPython(): void {
    this.#interrupt?.raise()
    if (this.#waiting) this.#answer(-EINTR)
    this.#channel.input.touch() // it may wait for sys.stdin
  }
}

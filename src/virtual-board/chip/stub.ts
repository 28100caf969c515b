/**
 * Espressif's flasher stub as its answers are recorded in tests/golden/rom-and-stub.json; in detail:
 * https://github.com/espressif/esp-flasher-stub. Here: frames, the queue of requests and the time that they
 * take; what each command does is in stub-commands.ts.
 *
 * The stub acknowledges a data block before it writes it. A failed write therefore comes out as the status
 * of the next command, which is then not run.
 */
import { FlashSchedule } from './flash-schedule'
import { opcodes, response, u16, u32 } from './loader-frames'
import { SlipDecoder, slipFrame } from './slip'
import { StubCommands, type Command, type Outcome, type StubContext } from './stub-commands'
import type { StubReader } from './stub-reader'
import { stubError } from './stub-writer'

export class Stub {
  #decoder = new SlipDecoder((frame) => this.#enqueue(frame))
  #queue: Uint8Array[] = []
  #busy = false
  #pendingError = 0
  #schedule: FlashSchedule
  #commands: StubCommands
  #reader: StubReader | undefined

  constructor(private readonly chip: StubContext) {
    this.#schedule = new FlashSchedule(chip.flash, () => chip.now())
    this.#commands = new StubCommands(chip, this.#schedule, (reader) => (this.#reader = reader))
  }

  /** Sends the stub's greeting, `OHAI` in a SLIP frame. */
  start(): void {
    this.chip.send(slipFrame(new TextEncoder().encode('OHAI')))
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#decoder.push(byte)
  }

  #enqueue(frame: Uint8Array): void {
    if (this.#reader) {
      if (!this.#reader.acknowledge(frame)) this.#reader = undefined
      return
    }
    this.#queue.push(frame)
    if (!this.#busy) this.#next()
  }

  #next(): void {
    const frame = this.#queue.shift()
    if (!frame) return
    const opcode = frame[1] ?? 0
    if (frame[0] !== 0) return this.#refuse(opcode, stubError.invalidCommand)
    if (frame.length !== u16(frame, 2) + 8) return this.#refuse(opcode, stubError.badLength)
    if (this.#pendingError) return this.#refuse(opcode, this.#takePendingError())
    this.#execute({ opcode, data: frame.subarray(8), checksum: u32(frame, 4) })
  }

  #takePendingError(): number {
    const error = this.#pendingError
    this.#pendingError = 0
    return error
  }

  #refuse(opcode: number, error: number): void {
    this.chip.respond(opcode, response(opcode, 0, [error, 0]))
    this.#next()
  }

  #execute(command: Command): void {
    if (command.opcode === opcodes.runUserCode) return this.#next()
    this.#schedule.begin()
    const outcome = this.#commands.run(command)
    this.#wait(() => {
      this.#respond(command.opcode, outcome)
      this.#schedule.begin()
      if (outcome.then && !outcome.error) this.#pendingError = outcome.then()
      this.#wait(() => this.#next())
    })
  }

  /** Waits until the work is done; frames that arrive meanwhile stay in the queue. */
  #wait(fn: () => void): void {
    this.#busy = true
    this.chip.later(this.#schedule.remainingMs, () => {
      this.#busy = false
      fn()
    })
  }

  #respond(opcode: number, { error, value = 0, data }: Outcome): void {
    const payload = response(opcode, error ? 0 : value, [error, 0], error ? undefined : data)
    const repeats = opcode === opcodes.sync && !error ? 8 : 1
    for (let i = 0; i < repeats; i++) this.chip.respond(opcode, payload)
  }
}

/**
 * Shared memory between the board (page thread) and the worker in which Python runs: bytes from and to the UART in
 * two rings, and the reply to a blocked host call. Both sides use this file, so that there is one layout.
 */
import type { HostReply } from '../interpreter/host-calls'
import { ByteRing } from './byte-ring'

/** Indexes of 32-bit words in the control block. */
const slot = {
  reply: 0,
  value: 1,
  kind: 2,
  running: 3,
  input: 4,
  output: 8,
  noticed: 12,
  late: 13,
  interruptCharacter: 14,
  detached: 15,
} as const
const controlBytes = 64
/** MicroPython's stdin ring on the ESP8266 (ports/esp8266/uart.c): one of its places stays free. */
const inputBytes = 260
/** What Python may print before it has to wait for the UART. */
const outputBytes = 4096
const replyBytes = 64 * 1024

const replyKind = { number: 0, text: 1, bytes: 2 } as const

export class Channel {
  readonly #control: Int32Array
  readonly #reply: Uint8Array
  readonly input: ByteRing
  /** From Python to the UART. */
  readonly output: ByteRing

  constructor(
    readonly buffer = new SharedArrayBuffer(controlBytes + inputBytes + outputBytes + replyBytes),
  ) {
    const bytes = (from: number, length: number) => new Uint8Array(buffer, from, length)
    const words = (from: number) => new Int32Array(buffer, from * 4, ByteRing.words)
    this.#control = new Int32Array(buffer, 0, controlBytes / 4)
    this.input = new ByteRing(words(slot.input), bytes(controlBytes, inputBytes))
    const outputAt = controlBytes + inputBytes
    this.output = new ByteRing(words(slot.output), bytes(outputAt, outputBytes))
    this.#reply = bytes(outputAt + outputBytes, replyBytes)
  }

  /** True while Python code runs, so that a Ctrl-C means an interrupt and not a character. */
  get running(): boolean {
    return Atomics.load(this.#control, slot.running) === 1
  }

  set running(running: boolean) {
    Atomics.store(this.#control, slot.running, running ? 1 : 0)
  }

  /** Character that interrupts running code; -1 for none (`micropython.kbd_intr`). */
  get interruptCharacter(): number {
    return Atomics.load(this.#control, slot.interruptCharacter)
  }

  set interruptCharacter(character: number) {
    Atomics.store(this.#control, slot.interruptCharacter, character)
  }

  /** False: the UART is not in the REPL's list of terminals (`os.dupterm(None, 1)`). */
  get attached(): boolean {
    return Atomics.load(this.#control, slot.detached) === 0
  }

  set attached(attached: boolean) {
    Atomics.store(this.#control, slot.detached, attached ? 0 : 1)
  }

  /**
   * The board's side: a burst from the UART. What does not fit into the ring is lost, as on the chip;
   * only the last byte still waits in the UART's own FIFO and comes when the ring has been emptied
   * (recorded in tests/golden/repl-v1.23.0.json).
   */
  receive(burst: Uint8Array): void {
    const late = Atomics.exchange(this.#control, slot.late, 0)
    const bytes = late > 0 ? Uint8Array.of(late - 1, ...burst) : burst
    if (this.input.put(bytes) === bytes.length) return
    Atomics.store(this.#control, slot.late, (bytes.at(-1) ?? 0) + 1)
    this.input.touch() // the ring may be empty by now
  }

  get hasInput(): boolean {
    return !this.input.isEmpty || Atomics.load(this.#control, slot.late) > 0
  }

  /** The worker's side: blocks until the next byte from the UART; undefined if `gaveUp` returns true meanwhile. */
  nextInput(gaveUp: () => boolean = () => false): number | undefined {
    for (;;) {
      const seen = this.input.changes
      const [byte] = this.input.take(1)
      if (byte !== undefined) return byte
      const late = Atomics.exchange(this.#control, slot.late, 0)
      if (late > 0) return late - 1
      if (gaveUp()) return undefined
      this.input.waitForChange(seen)
    }
  }

  /** The worker's side: returns whether the board needs a message that there is output. */
  claimNotice(): boolean {
    return Atomics.exchange(this.#control, slot.noticed, 1) === 0
  }

  /** The board's side: new output sends a message again. To be called before the output is taken. */
  outputSeen(): void {
    Atomics.store(this.#control, slot.noticed, 0)
  }

  /** The board's side: ends the call that Python waits for. */
  answer(reply: HostReply): void {
    const bytes = typeof reply === 'string' ? new TextEncoder().encode(reply) : reply
    const isNumber = typeof bytes === 'number'
    if (!isNumber) this.#reply.set(bytes.subarray(0, replyBytes))
    this.#control[slot.kind] = isNumber
      ? replyKind.number
      : typeof reply === 'string'
        ? replyKind.text
        : replyKind.bytes
    this.#control[slot.value] = isNumber ? bytes : Math.min(bytes.length, replyBytes)
    Atomics.store(this.#control, slot.reply, 1)
    Atomics.notify(this.#control, slot.reply)
  }

  /** The worker's side: blocks until the board answers. */
  awaitReply(): HostReply {
    Atomics.wait(this.#control, slot.reply, 0)
    Atomics.store(this.#control, slot.reply, 0)
    const [kind, value] = [this.#control[slot.kind], this.#control[slot.value] ?? 0]
    if (kind === replyKind.number) return value
    const bytes = this.#reply.slice(0, value)
    return kind === replyKind.text ? new TextDecoder().decode(bytes) : bytes
  }
}

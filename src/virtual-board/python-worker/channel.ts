/**
 * The shared memory between the board (page thread) and the worker in which Python runs. Bytes for
 * the UART wait in a ring of the chip's size; a blocked call waits for its reply. Both sides use this
 * file, so that there is one layout.
 */

const slot = { reply: 0, value: 1, kind: 2, head: 3, tail: 4, running: 5, wake: 6 } as const
const controlBytes = 64
/** MicroPython's stdin ring on the ESP8266 (ports/esp8266/uart.c): one of its places stays free. */
const ringBytes = 260
const replyBytes = 64 * 1024

export type Reply = number | string | Uint8Array

/** What a blocked call gets when a Ctrl-C came instead of a reply. */
export const interrupted = Symbol('interrupted')

export class Channel {
  readonly #control: Int32Array
  readonly #ring: Uint8Array
  readonly #reply: Uint8Array

  constructor(readonly buffer = new SharedArrayBuffer(controlBytes + ringBytes + replyBytes)) {
    this.#control = new Int32Array(buffer, 0, controlBytes / 4)
    this.#ring = new Uint8Array(buffer, controlBytes, ringBytes)
    this.#reply = new Uint8Array(buffer, controlBytes + ringBytes, replyBytes)
  }

  // the board's side

  /** False if the ring was full: the byte is lost, as on the chip. */
  pushByte(byte: number): boolean {
    const tail = Atomics.load(this.#control, slot.tail)
    const next = (tail + 1) % ringBytes
    if (next === Atomics.load(this.#control, slot.head)) return false
    this.#ring[tail] = byte
    Atomics.store(this.#control, slot.tail, next)
    this.#wake()
    return true
  }

  get hasBytes(): boolean {
    return Atomics.load(this.#control, slot.head) !== Atomics.load(this.#control, slot.tail)
  }

  /** True while Python code runs, so that a Ctrl-C means an interrupt and not a character. */
  get running(): boolean {
    return Atomics.load(this.#control, slot.running) === 1
  }

  answer(reply: Reply | typeof interrupted): void {
    const bytes = typeof reply === 'string' ? new TextEncoder().encode(reply) : reply
    const isBytes = bytes instanceof Uint8Array
    if (isBytes) this.#reply.set(bytes.subarray(0, replyBytes))
    this.#control[slot.kind] =
      reply === interrupted ? 3 : isBytes ? (typeof reply === 'string' ? 1 : 2) : 0
    this.#control[slot.value] = isBytes ? bytes.length : Number(reply === interrupted ? 0 : reply)
    Atomics.store(this.#control, slot.reply, 1)
    Atomics.notify(this.#control, slot.reply)
  }

  #wake(): void {
    Atomics.add(this.#control, slot.wake, 1)
    Atomics.notify(this.#control, slot.wake)
  }

  // the worker's side

  set running(running: boolean) {
    Atomics.store(this.#control, slot.running, running ? 1 : 0)
  }

  /** The next byte, or undefined. */
  takeByte(): number | undefined {
    const head = Atomics.load(this.#control, slot.head)
    if (head === Atomics.load(this.#control, slot.tail)) return undefined
    const byte = this.#ring[head]
    Atomics.store(this.#control, slot.head, (head + 1) % ringBytes)
    return byte
  }

  /** Blocks until there is a byte. */
  awaitByte(): number {
    for (;;) {
      const seen = Atomics.load(this.#control, slot.wake)
      const byte = this.takeByte()
      if (byte !== undefined) return byte
      Atomics.wait(this.#control, slot.wake, seen)
    }
  }

  /** Blocks until the board answers. */
  awaitReply(): Reply | typeof interrupted {
    Atomics.wait(this.#control, slot.reply, 0)
    Atomics.store(this.#control, slot.reply, 0)
    const [kind, value] = [this.#control[slot.kind], this.#control[slot.value] ?? 0]
    if (kind === 0) return value
    if (kind === 3) return interrupted
    const bytes = this.#reply.slice(0, value)
    return kind === 1 ? new TextDecoder().decode(bytes) : bytes
  }
}

/**
 * Ctrl-C from another thread: MicroPython keeps a pending KeyboardInterrupt in its memory, and writing there stops
 * even `while True: pass`. The place is found by scheduling one and comparing the memory before and after
 * (py/scheduler.c, mp_sched_keyboard_interrupt).
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'

export interface InterruptLocation {
  /** Word (32 bit) that points to the pending exception; 0 for none. */
  exceptionIndex: number
  exception: number
  /** Half word (16 bit) with the scheduler's state. */
  stateIndex: number
  idle: number
  pending: number
}

/** Static data of the WebAssembly port ends well below this address. */
export const STATIC_DATA_BYTES = 256 * 1024

/** @throws Error if nothing in memory changes */
export function findInterrupt(
  { _module }: MicroPython,
  buffer: ArrayBufferLike,
): InterruptLocation {
  const words = new Int32Array(buffer, 0, STATIC_DATA_BYTES / 4)
  const halves = new Int16Array(buffer, 0, STATIC_DATA_BYTES / 2)
  const [wordsBefore, halvesBefore] = [words.slice(), halves.slice()]
  _module._mp_sched_keyboard_interrupt()
  const exceptionIndex = words.findIndex((word, i) => wordsBefore[i] === 0 && word !== 0)
  const isState = (half: number, i: number) => halvesBefore[i] !== half && i >> 1 !== exceptionIndex
  const stateIndex = halves.findIndex(isState)
  if (exceptionIndex < 0 || stateIndex < 0) throw new Error('MicroPython takes no interrupt')
  const place = {
    exceptionIndex,
    exception: words[exceptionIndex] ?? 0,
    stateIndex,
    idle: halvesBefore[stateIndex] ?? 0,
    pending: halves[stateIndex] ?? 0,
  }
  new Interrupt(buffer, place).clear()
  return place
}

/** That place in memory, from any thread that shares it. */
export class Interrupt {
  readonly #words: Int32Array
  readonly #halves: Int16Array
  readonly #place: InterruptLocation

  constructor(buffer: ArrayBufferLike, place: InterruptLocation) {
    this.#words = new Int32Array(buffer)
    this.#halves = new Int16Array(buffer)
    this.#place = place
  }

  /** Makes KeyboardInterrupt pending. */
  raise(): void {
    const { exceptionIndex, exception, stateIndex, idle, pending } = this.#place
    Atomics.store(this.#words, exceptionIndex, exception)
    // A scheduler that is busy looks at the exception itself when it has finished.
    Atomics.compareExchange(this.#halves, stateIndex, idle, pending)
  }

  get isPending(): boolean {
    return Atomics.load(this.#words, this.#place.exceptionIndex) !== 0
  }

  /** Withdraws a pending interrupt; returns false if there was none. */
  clear(): boolean {
    const { exceptionIndex, stateIndex, idle, pending } = this.#place
    const was = Atomics.exchange(this.#words, exceptionIndex, 0) !== 0
    if (was) Atomics.compareExchange(this.#halves, stateIndex, pending, idle)
    return was
  }
}

/**
 * Collects garbage while Python runs. The WebAssembly port does it only when no Python runs, because it cannot
 * see references in WebAssembly's own registers, such as local variables of active C functions. Here it is
 * done at safe points: between two bytecodes, and only if every active C function is known to hold no
 * reference that Python's own stack does not hold too (safe-points.ts).
 *
 * Limit: where C calls Python for each element (`sorted(key=…)`, `map`, `join` of a generator), nothing is
 * collected until it has finished. The chip collects there.
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'
import { STATIC_DATA_BYTES } from './interrupt'
import { SafePoints } from './safe-points'

/** Allocated bytes after which MicroPython asks for a collection. */
const THRESHOLD_BYTES = 4096
/** After a moment that was not safe, which costs time to find out. */
const REQUESTS_TO_SKIP = 20

type Schedule = (fn: () => void, argument: null) => unknown

export class GarbageCollector {
  readonly #python: MicroPython
  readonly #memory: () => Uint8Array
  readonly #pendingAddress: number | undefined
  readonly #collect: () => unknown
  readonly #schedule: Schedule
  readonly #safePoints: SafePoints
  #depthIndex: number | undefined
  #scheduled = false
  #pause = 0

  constructor(
    python: MicroPython,
    memory: () => Uint8Array,
    /** Where MicroPython notes that it wants a collection. */
    pendingAddress: number | undefined,
  ) {
    this.#python = python
    this.#memory = memory
    this.#pendingAddress = pendingAddress
    const gc = python.pyimport('gc')
    this.#collect = gc.collect as () => unknown
    this.#schedule = python.pyimport('micropython').schedule as Schedule
    this.#depthIndex = this.#findDepth()
    this.#safePoints = new SafePoints(python)
    gc.threshold?.(THRESHOLD_BYTES)
  }

  /** MicroPython wants a collection (in the middle of an allocation): do it at the next bytecode. */
  request(): void {
    if (this.#pendingAddress !== undefined) this.#memory()[this.#pendingAddress] = 1
    if (this.#scheduled || this.#depthIndex === undefined || this.#pause-- > 0) return
    this.#scheduled = true
    try {
      this.#schedule(this.#onSafePoint, null)
    } catch {
      this.#scheduled = false // the queue is full: the next request will do
    }
  }

  readonly #onSafePoint = () => {
    this.#scheduled = false
    this.#pause = this.collect() ? 0 : REQUESTS_TO_SKIP
  }

  /** Collects if it is safe now. Must be called from Python, directly by a JavaScript function. */
  readonly collect = (): boolean => {
    if (this.#depthIndex === undefined || !this.#safePoints.isAtOne) return false
    const words = new Int32Array(this.#memory().buffer)
    const depth = words[this.#depthIndex] ?? 0
    words[this.#depthIndex] = 0 // "no Python runs"
    this.#scheduled = true // it requests what is about to happen
    this.#collect()
    this.#scheduled = false
    words[this.#depthIndex] = depth
    return true
  }

  /** The counter of nested calls: the word that reads 0, 1, 2, 3 outside and at three depths. */
  #findDepth(): number | undefined {
    const snapshots: Int32Array[] = []
    const look = () =>
      snapshots.push(new Int32Array(this.#memory().slice(0, STATIC_DATA_BYTES).buffer))
    const { globals } = this.#python
    look()
    globals.set('_look', look)
    globals.set('_deeper', () => this.#python.runPython('_look()'))
    globals.set('_deepest', () => this.#python.runPython('_deeper()'))
    this.#python.runPython('_look(); _deeper(); _deepest()\ndel _look, _deeper, _deepest')
    const found = snapshots[0]?.findIndex((_, i) => snapshots.every((s, depth) => s[i] === depth))
    return found === undefined || found < 0 ? undefined : found
  }
}

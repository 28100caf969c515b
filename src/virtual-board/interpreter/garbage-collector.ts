/**
 * Collects garbage while Python runs. The WebAssembly port does it only when no Python runs, because
 * it cannot see references that live in WebAssembly's own registers: variables of C code in the
 * middle of something. So it happens only at safe points: between two bytecodes, and only if all C
 * code that is active is known to hold nothing but what Python's own stack holds too. Which code
 * that is, is learnt at the start by calling Python in all ordinary ways and reading the stack.
 *
 * What remains: where C calls Python for each element (`sorted(key=…)`, `map`, `join` of a generator),
 * nothing is collected until it has finished. The chip does better there.
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'

/** Allocated bytes after which MicroPython asks for a collection. */
const THRESHOLD_BYTES = 4096
/** After a moment that was not safe, which costs time to find out. */
const REQUESTS_TO_SKIP = 20
const STATIC_DATA_BYTES = 256 * 1024

/** A module that makes ordinary calls: functions, methods, closures, generators, `with`, constructors. */
const ORDINARY_CALLS = `
from _probe import probe
class Context:
    def __enter__(self):
        probe()
    def __exit__(self, *_):
        probe()
class Thing:
    def __init__(self, *args, **named):
        self.method(*args, **named)
    def method(self, a, b=1):
        probe()
        bound = self.other
        bound(1, c=2)
    @property
    def value(self):
        return probe()
    @staticmethod
    def static():
        probe()
    def other(self, *a, **k):
        probe()
        def inner(x=1):
            a
            probe()
        inner()
        inner(x=2)
class Child(Thing):
    def __init__(self):
        super().__init__(1, b=2)
        super().method(2)
def steps():
    probe()
    yield 1
    probe()
    yield from more()
def more():
    probe()
    yield 2
def learn():
    for step in steps():
        probe()
    with Context():
        probe()
        try:
            Thing(1, b=2).static()
            Child().value
            raise ValueError
        except ValueError:
            probe()
        finally:
            probe()
    probe(*())
    (lambda: probe())()
    exec('probe()', {'probe': probe})
learn()
def execute():
    execfile('/ordinary_calls.py')  # the way boot.py and main.py are run
`

type Schedule = (fn: () => void, argument: null) => unknown

export class GarbageCollector {
  readonly #python: MicroPython
  readonly #memory: () => Uint8Array
  readonly #pendingAddress: number | undefined
  readonly #collect: () => unknown
  readonly #schedule: Schedule
  readonly #safeFunctions = new Set<string>()
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
    this.#learn()
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
    if (this.#depthIndex === undefined || !this.#isSafe()) return false
    const words = new Int32Array(this.#memory().buffer)
    const depth = words[this.#depthIndex] ?? 0
    words[this.#depthIndex] = 0 // "no Python runs"
    this.#scheduled = true // it requests what is about to happen
    this.#collect()
    this.#scheduled = false
    words[this.#depthIndex] = depth
    return true
  }

  #isSafe(): boolean {
    return functionsOnStack().every((name) => this.#safeFunctions.has(name))
  }

  #learn(): void {
    const python = this.#python
    const probe = () => {
      for (const name of functionsOnStack()) this.#safeFunctions.add(name)
    }
    python.registerJsModule('_probe', { probe })
    python.FS.writeFile('/ordinary_calls.py', ORDINARY_CALLS)
    // imported, called from JavaScript, scheduled, and from both modes of the REPL
    const { learn, execute } = python.pyimport('ordinary_calls')
    learn?.()
    execute?.()
    python.runPython('import ordinary_calls, _probe, sys, micropython')
    python.runPython('micropython.schedule(_probe.probe, None)\nfor _ in range(3): pass')
    python.replInit()
    for (const code of [
      'ordinary_calls.execute()\r',
      '\u0001ordinary_calls.execute()\u0004\u0002',
    ]) {
      for (const char of code) python.replProcessChar(char.charCodeAt(0))
    }
    python.FS.unlink('/ordinary_calls.py')
    python.runPython("del sys.modules['ordinary_calls'], sys.modules['_probe']")
    python.runPython('del ordinary_calls, _probe, _, sys, micropython')
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

/**
 * The WebAssembly functions on the stack. Through call sites where the engine has them: the text of
 * a stack may be mapped to sources, which takes milliseconds.
 */
function functionsOnStack(): string[] {
  const { stackTraceLimit, prepareStackTrace } = Error
  Error.stackTraceLimit = Infinity
  Error.prepareStackTrace = (_, sites) => sites.join(' ')
  const { stack } = new Error()
  Object.assign(Error, { stackTraceLimit, prepareStackTrace })
  return String(stack).match(/wasm-function\[\d+\]/g) ?? []
}

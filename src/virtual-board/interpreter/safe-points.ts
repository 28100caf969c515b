/**
 * Safe points for the garbage collector (garbage-collector.ts): the WebAssembly functions that may be on the
 * stack while garbage is collected. Which those are depends on the build, so it is learnt at the start: Python
 * is called in all ordinary ways, and every function that is then on the stack is safe.
 */
import type { MicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs'

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

export class SafePoints {
  readonly #safeFunctions = new Set<string>()

  /** Runs Python in `python`, including its REPL, and removes the modules that it needed for that. */
  constructor(python: MicroPython) {
    this.#learn(python)
  }

  /** Whether only safe functions are on the stack now. */
  get isAtOne(): boolean {
    return functionsOnStack().every((name) => this.#safeFunctions.has(name))
  }

  #learn(python: MicroPython): void {
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

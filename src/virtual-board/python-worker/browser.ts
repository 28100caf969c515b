/** MicroPython for the virtual board in the page: a web worker; everything is loaded when it is needed. */
import wasmUrl from '@micropython/micropython-webassembly-pyscript/micropython.wasm?url'
import type { ProgramFactory } from '../chip/program'
import type { RadioEnvironment } from '../radio/radio-environment'
import { PythonProgram, type WorkerHandle } from './python-program'

const sources = import.meta.glob<string>('../interpreter/modules/*.py', {
  query: '?raw',
  import: 'default',
})

async function modules() {
  const loaded = Object.entries(sources).map(async ([path, load]): Promise<[string, string]> => {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.py'.length)
    return [name, await load()]
  })
  return Object.fromEntries(await Promise.all(loaded))
}

/** Said as browsers say it of any part of a page: the worker's own event has no words when its script did not come. */
const scriptMissing = 'Failed to fetch dynamically imported module: the worker of the virtual board'

function spawn(): WorkerHandle {
  const worker = new Worker(new URL('./worker-browser.ts', import.meta.url), { type: 'module' })
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.addEventListener('message', (event) => listener(event.data))
      worker.addEventListener('error', (event) => {
        const { message } = event as { message?: string }
        if (message === undefined) reportError(new TypeError(scriptMissing))
        listener({ type: 'crashed', reason: message ?? scriptMissing })
      })
    },
    terminate: () => worker.terminate(),
  }
}

/**
 * @param onStart  called at each reset, always with the same environment
 * @param environment  default: one that is made at the first start
 */
export function createMicroPythonProgram(
  onStart?: (environment: RadioEnvironment) => void,
  environment?: RadioEnvironment,
): ProgramFactory {
  const absolute = new URL(wasmUrl, location.href).href
  const kept = { environment }
  return () => new PythonProgram({ spawn, modules, wasmUrl: absolute, kept }, onStart)
}

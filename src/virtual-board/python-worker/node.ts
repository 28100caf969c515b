/** MicroPython for the virtual board in Node: worker thread and files from disk. */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { readModuleSources } from '../interpreter/module-sources-node'
import type { ProgramFactory } from '../chip/program'
import type { RadioEnvironment } from '../radio/radio-environment'
import { PythonProgram, type WorkerHandle } from './python-program'

function spawn(): WorkerHandle {
  const worker = new Worker(fileURLToPath(new URL('./worker-node.mjs', import.meta.url)))
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    terminate: () => void worker.terminate(),
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
  const modules = async () => readModuleSources()
  const kept = { environment }
  return () => new PythonProgram({ spawn, modules, kept }, onStart)
}

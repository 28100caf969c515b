/** The thread that compiles Python: it may take for ever, and is ended by the page then (compile-thread.ts). */
import { compile } from '@pybricks/mpy-cross-v6'
import wasm from '@pybricks/mpy-cross-v6/build/mpy-cross-v6.wasm?url'

export interface CompileRequest {
  /** Of the file, without folders. */
  name: string
  source: string
}

export type CompileAnswer = { mpy: Uint8Array } | { said: string }

async function compiled({ name, source }: CompileRequest): Promise<CompileAnswer> {
  // Its own name for the file is fixed: one with a blank or a quote would be no argument.
  const { status, mpy, err } = await compile('module.py', source, ['-s', name], wasm)
  return status === 0 && mpy ? { mpy } : { said: err.join('\n') }
}

self.addEventListener('message', ({ data }: MessageEvent<CompileRequest>) => {
  const broken = (error: unknown): CompileAnswer => ({ said: String(error) })
  void compiled(data)
    .catch(broken)
    .then((answer) => self.postMessage(answer))
})

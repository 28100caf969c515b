/** Programs in MicroPython for WebAssembly with a heap of the chip's size. */
import { hostModule } from '../../src/virtual-board/interpreter/host-module'
import { startInterpreter } from '../../src/virtual-board/interpreter/interpreter'
import { readModuleSources } from '../../src/virtual-board/interpreter/module-sources-node'
import {
  boardHeapBytes,
  installModules,
} from '../../src/virtual-board/interpreter/stand-in-modules'
import type { Files } from './board'
import type { World } from './world'

const folders = ['/lib', '/lib/captive_portal', '/lib/captive_portal/apps']

/**
 * Runs /main.py of `files` to its end. What it printed, a traceback included.
 * @throws the first failure of the world
 */
export async function runOnChipHeap(files: Files, world: World): Promise<string> {
  let printed = ''
  const transmit = (bytes: Uint8Array) => (printed += Buffer.from(bytes).toString('latin1'))
  world.transmit = transmit
  const interpreter = await startInterpreter({
    heapBytes: boardHeapBytes,
    shared: false,
    transmit,
    stdin: () => world.console.take(),
  })
  const { python, memory, collector } = interpreter
  const host = hostModule(world.host, memory, () => collector.collect(), world.fail)
  installModules(python, host, readModuleSources())
  world.interrupt = () => python._module._mp_sched_keyboard_interrupt()
  for (const folder of folders) python.FS.mkdir(`/flash${folder}`)
  for (const [path, content] of Object.entries(files)) python.FS.writeFile(`/flash${path}`, content)
  const session = python.pyimport('_session')
  session.main?.()
  session.report?.()
  if (world.failure) throw world.failure
  return printed
}

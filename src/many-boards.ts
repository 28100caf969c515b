/** What the page brings for batches of boards; loaded when somebody opens the view of many boards. */
import { loadOnce } from './async/load-once'
import { firmwareServices } from './firmware-services'
import type { ManyBoards } from './state/batch/batch-services'
import type { Environment } from './ui/shared/platform'

export const manyBoards = (environment: Environment): ManyBoards => ({
  firmware: firmwareServices(document.baseURI),
  rack: loadOnce(async () => (await import('./virtual-rack')).makeRack(environment)),
})

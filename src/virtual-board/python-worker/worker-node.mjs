/** Entry of the worker thread: Node does not pass a TypeScript loader on to its threads. */
import { register } from 'tsx/esm/api'

register()
await import('./worker-node.ts')

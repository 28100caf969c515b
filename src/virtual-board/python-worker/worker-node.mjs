/**
 * Entry of the worker thread: Node does not pass a TypeScript loader on to its threads. Tests start it
 * hundreds of times and name a compiled copy in BOARD_WORKER, which starts in half the time.
 */
const compiled = process.env.BOARD_WORKER
if (compiled) {
  await import(compiled)
} else {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./worker-node.ts')
}

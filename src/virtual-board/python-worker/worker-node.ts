import { parentPort } from 'node:worker_threads'
import { serve } from './worker'

parentPort?.once('message', (start) => {
  serve(start, (message) => parentPort?.postMessage(message)).catch((error: unknown) => {
    parentPort?.postMessage({
      type: 'crashed',
      reason: String((error as Error).stack).slice(0, 1500),
    })
  })
})

/** The one way out of the frame: a port of its own. Whoever gets hold of it can do no more than a page may. */
import type { Bridge } from './config'

export const hello = 'phone frame'

export function openBridge(): Bridge {
  const { port1, port2 } = new MessageChannel()
  parent.postMessage(hello, '*', [port2])
  return {
    send: (message, transfer = []) => port1.postMessage(message, transfer),
    onReply: (listener) => {
      port1.onmessage = ({ data }) => listener(data)
    },
  }
}

/** Entry of the web worker. TextDecoder in browsers refuses views of shared memory: it gets a copy. */
import { serve } from './worker'

const { decode } = TextDecoder.prototype
TextDecoder.prototype.decode = function (input, options) {
  const shared = ArrayBuffer.isView(input) && input.buffer instanceof SharedArrayBuffer
  return decode.call(this, shared ? new Uint8Array(input as Uint8Array).slice() : input, options)
}

addEventListener(
  'message',
  ({ data }) => {
    serve(data, (message) => postMessage(message)).catch((error: unknown) => {
      postMessage({ type: 'crashed', reason: String(error) })
    })
  },
  { once: true },
)

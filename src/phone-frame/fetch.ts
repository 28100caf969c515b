/** `fetch` of a page in the frame: asks the browser around it instead of the network. */
import type { PageFetched } from '../phone/browser/page-fetch'
import type { FrameReply } from '../phone/browser/frame-messages'
import type { Resolve } from './addresses'
import type { Bridge } from './config'

interface Waiting {
  resolve: (answer: PageFetched) => void
  reject: (reason: unknown) => void
}

export type Ask = (request: Request, body: Uint8Array | undefined) => Promise<PageFetched>

const failed = () => new TypeError('Failed to fetch')
const bodiless = [101, 204, 205, 304]

/** @returns what XMLHttpRequest needs, too */
export function patchFetch(bridge: Bridge, resolve: Resolve): Ask {
  const waiting = new Map<number, Waiting>()
  bridge.onReply(({ id, answer }: FrameReply) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (answer) one?.resolve(answer)
    else one?.reject(failed())
  })
  const ask = askThrough(bridge, waiting)
  window.fetch = async (input, init) => {
    const target = input instanceof Request ? input : resolve(String(input))
    const request = new Request(target, init)
    return responseOf(await ask(request, await bodyOf(request)))
  }
  navigator.sendBeacon = (url, data) => {
    void window.fetch(url, { method: 'POST', body: data, mode: 'no-cors' }).catch(() => {})
    return true
  }
  return ask
}

const askThrough = (bridge: Bridge, waiting: Map<number, Waiting>): Ask => {
  let ids = 0
  return (request, body) =>
    new Promise((resolve, reject) => {
      const id = ++ids
      if (request.signal.aborted) return reject(request.signal.reason)
      request.signal.addEventListener('abort', () => {
        waiting.delete(id)
        bridge.send({ kind: 'abort', id })
        reject(request.signal.reason)
      })
      waiting.set(id, { resolve, reject })
      bridge.send({ kind: 'fetch', id, body, ...fieldsOf(request) })
    })
}

function fieldsOf(request: Request) {
  const { method, url, redirect } = request
  const mode = request.mode === 'navigate' ? ('cors' as const) : request.mode
  return { method, url, redirect, mode: mode as 'cors', headers: [...request.headers] }
}

/** A string, a form or a blob: the browser itself has written it, with its content type. */
async function bodyOf(request: Request): Promise<Uint8Array | undefined> {
  if (['GET', 'HEAD'].includes(request.method)) return undefined
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.length ? bytes : undefined
}

function responseOf(answer: PageFetched): Response {
  const { status, statusText, headers, url, type, redirected } = answer
  const isOpaque = type === 'opaque' || type === 'opaqueredirect'
  const body = isOpaque || bodiless.includes(status) ? null : (answer.body as BodyInit)
  const response = new Response(body, isOpaque ? {} : { status, statusText, headers })
  const facts = { url, type, redirected, ...(isOpaque ? { status: 0, ok: false } : {}) }
  for (const [name, value] of Object.entries(facts))
    Object.defineProperty(response, name, { value })
  return response
}

/** XMLHttpRequest as pages use it: asynchronous, text or bytes, with the events of a load. */
import type { PageFetched } from '../phone/browser/page-fetch'
import type { Resolve } from './addresses'
import type { Ask } from './fetch'

export function patchXhr(ask: Ask, resolve: Resolve): void {
  class PhoneXhr extends EventTarget {
    static readonly UNSENT = 0
    static readonly OPENED = 1
    static readonly HEADERS_RECEIVED = 2
    static readonly LOADING = 3
    static readonly DONE = 4
    readyState = 0
    status = 0
    statusText = ''
    responseURL = ''
    responseType: XMLHttpRequestResponseType = ''
    response: unknown = ''
    timeout = 0
    withCredentials = false
    readonly upload = new EventTarget()
    private method = 'GET'
    private url = ''
    private headers: [string, string][] = []
    private answer: PageFetched | undefined
    private controller = new AbortController()

    get responseText(): string {
      return typeof this.response === 'string' ? this.response : ''
    }

    open(method: string, url: string | URL): void {
      this.method = method
      this.url = String(url)
      this.headers = []
      this.status = 0
      this.response = ''
      this.controller = new AbortController()
      this.to(1)
    }

    setRequestHeader(name: string, value: string): void {
      this.headers.push([name, value])
    }

    overrideMimeType(): void {}

    getResponseHeader(name: string): string | null {
      return this.answer?.headers.find(([own]) => own === name.toLowerCase())?.[1] ?? null
    }

    getAllResponseHeaders(): string {
      return (this.answer?.headers ?? []).map(([name, value]) => `${name}: ${value}\r\n`).join('')
    }

    abort(): void {
      this.controller.abort()
    }

    send(body: XMLHttpRequestBodyInit | null = null): void {
      const { controller } = this
      const timer = this.timeout
        ? setTimeout(() => controller.abort('timeout'), this.timeout)
        : undefined
      void this.perform(body, controller)
        .then(() => this.end('load'))
        .catch(() => this.end(whyFailed(controller.signal)))
        .finally(() => clearTimeout(timer))
    }

    private async perform(body: XMLHttpRequestBodyInit | null, { signal }: AbortController) {
      const hasBody = body !== null && !['GET', 'HEAD'].includes(this.method.toUpperCase())
      const request = new Request(resolve(this.url), {
        method: this.method,
        headers: this.headers,
        signal,
        ...(hasBody ? { body } : {}),
      })
      const bytes = hasBody ? new Uint8Array(await request.clone().arrayBuffer()) : undefined
      this.answer = await ask(request, bytes)
      this.status = this.answer.status
      this.statusText = this.answer.statusText
      this.responseURL = this.answer.url
      this.to(2)
      this.to(3)
      this.response = bodyAs(this.responseType, this.answer)
    }

    private end(type: string): void {
      if (type !== 'load') this.status = 0
      this.to(4)
      this.say(type)
      this.say('loadend')
    }

    private to(state: number): void {
      this.readyState = state
      this.say('readystatechange')
    }

    private say(type: string): void {
      const event = new ProgressEvent(type)
      const handler = (this as unknown as Record<string, unknown>)[`on${type}`]
      if (typeof handler === 'function') handler.call(this, event)
      this.dispatchEvent(event)
    }
  }
  window.XMLHttpRequest = PhoneXhr as unknown as typeof XMLHttpRequest
}

const whyFailed = ({ aborted, reason }: AbortSignal) =>
  !aborted ? 'error' : reason === 'timeout' ? 'timeout' : 'abort'

function bodyAs(type: XMLHttpRequestResponseType, { body }: PageFetched): unknown {
  if (type === 'arraybuffer') return body.slice().buffer
  if (type === 'blob') return new Blob([body as BlobPart])
  const text = new TextDecoder().decode(body)
  if (type === 'document') return new DOMParser().parseFromString(text, 'text/html')
  if (type !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

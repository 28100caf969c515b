/**
 * Telegram's API on the loopback: records what a bot sends, and may be silent or refuse.
 * https://core.telegram.org/bots/api#sendmessage
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** As Telegram writes it: everything beyond ASCII escaped. */
const asciiJson = (value: unknown) =>
  JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

export class TelegramApi {
  /** Newest last. */
  readonly messages: URLSearchParams[] = []
  readonly paths: string[] = []
  /** Called while the program that asks still waits for its answer. */
  whileAsked = () => {}
  /** `silent` takes a request and never answers. */
  mood: 'kind' | 'silent' | 'refusing' = 'kind'
  updates: unknown[] = []
  readonly #listeners = new Set<() => void>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  static async start(): Promise<TelegramApi> {
    const api = new TelegramApi()
    await once(api.#server.listen(0, '127.0.0.1'), 'listening')
    return api
  }

  get url() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get texts() {
    return this.messages.map((message) => message.get('text') ?? '')
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const body = await text(request)
    this.paths.push(request.url ?? '')
    this.whileAsked()
    if (request.url?.endsWith('/sendMessage')) this.messages.push(new URLSearchParams(body))
    for (const listener of this.#listeners) listener()
    if (this.mood === 'silent') return
    const ok = this.mood === 'kind'
    response.writeHead(ok ? 200 : 400, { 'Content-Type': 'application/json' })
    response.end(asciiJson({ ok, result: this.updates }))
  }

  /** The first message that contains these words; waits for it. */
  async message(words: string): Promise<string> {
    for (;;) {
      const found = this.texts.find((message) => message.includes(words))
      if (found !== undefined) return found
      await new Promise<void>((resolve) => this.#listeners.add(resolve))
    }
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

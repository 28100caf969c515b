/** Answers one shown page: its messages become requests and navigations of the browser, within limits. */
import { formRequest } from './encode-form'
import { fetchId, readFrameMessage, type FrameMessage, type FrameReply } from './frame-messages'
import { pageFetch } from './page-fetch'
import { resolveUrl } from './page-request'
import type { PhoneBrowser } from './phone-browser'
import { RateLimit } from './rate-limit'

/** More than any portal's page needs; who sends more is not heard until some of them are old. */
const messageLimit = { count: 100, withinMs: 5000 }
/** Fetches that wait for their answer. */
const maxOutstanding = 32

export interface PageBridgeOptions {
  reply: (reply: FrameReply) => void
  onTitle: (title: string) => void
}

export class PageBridge {
  private readonly limit: RateLimit
  private readonly outstanding = new Map<number, AbortController>()
  private closed = false

  constructor(
    private readonly browser: PhoneBrowser,
    private readonly options: PageBridgeOptions,
  ) {
    this.limit = new RateLimit(messageLimit.count, messageLimit.withinMs, browser.options.now)
    browser.pageSignal.addEventListener('abort', () => this.close())
  }

  /** Of a page that was replaced nothing is heard any more. */
  close(): void {
    this.closed = true
    for (const controller of this.outstanding.values()) controller.abort()
    this.outstanding.clear()
  }

  /** @param data whatever the page has sent */
  hear(data: unknown): void {
    if (this.closed) return
    const message = this.limit.take() ? readFrameMessage(data) : undefined
    if (message) return this.act(message)
    const id = fetchId(data)
    if (id !== undefined && !this.outstanding.has(id)) this.options.reply({ id })
  }

  private act(message: FrameMessage): void {
    switch (message.kind) {
      case 'fetch':
        return void this.fetch(message)
      case 'abort':
        return this.outstanding.get(message.id)?.abort()
      case 'navigate':
        return this.navigate(message.url, message.replaces)
      case 'submit':
        return this.submit(message)
      case 'reload':
        return this.again()
      case 'back':
        return void this.browser.back()
      case 'title':
        return this.options.onTitle(message.title)
    }
  }

  private async fetch(message: FrameMessage & { kind: 'fetch' }): Promise<void> {
    const { id } = message
    const url = resolveUrl(message.url, this.browser.address)
    if (!url || this.outstanding.has(id) || this.outstanding.size >= maxOutstanding) {
      return this.options.reply({ id })
    }
    const controller = new AbortController()
    this.outstanding.set(id, controller)
    const answer = await pageFetch(this.browser, { ...message, url }, controller.signal).catch(
      () => undefined,
    )
    this.outstanding.delete(id)
    if (!this.closed) this.options.reply({ id, answer })
  }

  private navigate(address: string, replaces: boolean): void {
    const url = resolveUrl(address, this.browser.address)
    // mailto:, tel: and the like open nothing in a sheet.
    if (url && /^https?:/.test(url)) {
      void this.browser.follow({ method: 'GET', url }, 'page', replaces)
    }
  }

  private submit({ url: address, ...form }: FrameMessage & { kind: 'submit' }): void {
    const url = resolveUrl(address, this.browser.address)
    if (url) void this.browser.follow(formRequest({ ...form, url }), 'form')
  }

  private again(): void {
    const request = this.browser.page?.request
    if (request) void this.browser.follow(request, 'page', true)
  }
}

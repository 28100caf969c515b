/**
 * The browser in a phone's sign-in sheet, without a screen: it loads pages and keeps where it is. Who shows a page
 * runs its script and passes on what that asks for (page-fetch.ts). Cookies are ignored, as sheets forget them.
 */
import type { HttpAnswer, HttpQuestion } from '../http-exchange'
import type { Purpose } from '../timeline'
import { contentOf, type PageContent } from './page-content'
import { PageError, problemOf, type PageProblem } from './page-problem'
import { redirected, resolveUrl, typedUrl, type PageRequest } from './page-request'
import { RateLimit } from './rate-limit'
import { browserHeaders, type BrowserIdentity } from './request-headers'
import { Slots } from './slots'

/** One request over the phone's network, redirects not followed. @throws ExchangeError */
export type Exchange = (
  question: HttpQuestion,
  options: { purpose: Purpose; signal: AbortSignal },
) => Promise<HttpAnswer>

export interface ShownPage {
  /** Another one for each load. */
  id: number
  /** Absolute, after redirects. */
  url: string
  /** What was asked for. */
  request: PageRequest
  /** The page that led here; undefined where a person went here. */
  referrer: string | undefined
  /** How to show it, or why not. */
  shown: PageContent | { kind: 'problem'; problem: PageProblem }
}

/** Browsers open no more connections to one server. */
const maxConnections = 6
export const maxRedirects = 20
/** Of one page to the next without a person; whoever clicks is slower. */
const navigationLimit = { count: 10, withinMs: 10_000 }
const maxHistory = 50
/** Far more than a sign-in page has. */
const maxPageBytes = 2 * 1024 * 1024

export interface PhoneBrowserOptions extends BrowserIdentity {
  /** In ms; for tests. */
  now?: () => number
}

export class PhoneBrowser {
  /** Undefined before the first one. */
  page: ShownPage | undefined
  /** The address that is being loaded. */
  loading: string | undefined

  private readonly listeners = new Set<() => void>()
  private readonly slots = new Slots(maxConnections)
  private readonly limit: RateLimit
  private readonly past: PageRequest[] = []
  private load = new AbortController()
  private pageEnd = new AbortController()
  private ids = 0

  constructor(
    private readonly exchange: Exchange,
    readonly options: PhoneBrowserOptions,
  ) {
    this.limit = new RateLimit(navigationLimit.count, navigationLimit.withinMs, options.now)
  }

  /** Of the page that is shown, or else of the one that is being loaded; '' before the first. */
  get address(): string {
    return this.page?.url ?? this.loading ?? ''
  }

  /** Whether `back` leads anywhere. */
  get canGoBack(): boolean {
    return this.past.length > 1
  }

  /** Aborted when the page that is shown makes room for another. */
  get pageSignal(): AbortSignal {
    return this.pageEnd.signal
  }

  /** Calls `listener` when another page is shown, and when loading begins or ends. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** A person goes somewhere, or the phone opens its sign-in page. Resolves when something is shown. */
  async navigate(target: string | PageRequest, purpose: Purpose = 'page'): Promise<void> {
    this.limit.reset()
    const request = typeof target === 'string' ? { method: 'GET' as const, url: target } : target
    const url = typedUrl(request.url) ?? request.url
    await this.open({ ...request, url }, { purpose })
  }

  /** The page that is shown leads elsewhere: a link, a form, its script. Refused if it does so too often. */
  async follow(request: PageRequest, purpose: Purpose, replaces = false): Promise<void> {
    const referrer = this.page?.url
    if (this.limit.take()) return this.open(request, { purpose, referrer, replaces })
    this.stop()
    this.show(request, request.url, { kind: 'problem', problem: 'keeps-reloading' }, referrer)
  }

  /** The same again, form included: a person asks for it. */
  async reload(): Promise<void> {
    this.limit.reset()
    const request = this.page?.request ?? this.past.at(-1)
    if (request) await this.open(request, { purpose: 'page', replaces: true })
  }

  async back(): Promise<void> {
    if (!this.canGoBack) return
    this.past.pop()
    const request = this.past.at(-1)
    if (request) await this.open(request, { purpose: 'page', replaces: true })
  }

  /** Ends a load; what is shown stays. */
  stop(): void {
    this.load.abort()
    if (this.loading === undefined) return
    this.loading = undefined
    this.changed()
  }

  /** Ends everything: the sheet was closed. */
  close(): void {
    this.stop()
    this.pageEnd.abort()
    this.page = undefined
    this.past.length = 0
    this.changed()
  }

  /** One request; waits while as many are under way as browsers have connections. */
  ask(question: HttpQuestion, purpose: Purpose, signal: AbortSignal): Promise<HttpAnswer> {
    return this.slots.run(() => this.exchange(question, { purpose, signal }), signal)
  }

  private async open(request: PageRequest, how: LoadOptions): Promise<void> {
    this.load.abort()
    const load = (this.load = new AbortController())
    this.loading = request.url
    this.changed()
    try {
      const { answer, url } = await this.chase(request, how, load.signal)
      if (load.signal.aborted) return
      this.arrive(request, url, answer, how)
    } catch (error) {
      if (load.signal.aborted) return
      this.loading = undefined
      const url = (error instanceof PageError && error.url) || request.url
      this.remember(request, how)
      this.show(request, url, { kind: 'problem', problem: problemOf(error) }, how.referrer)
    }
  }

  private arrive(request: PageRequest, url: string, answer: HttpAnswer, how: LoadOptions): void {
    this.loading = undefined
    // "No content": what is shown stays.
    if (answer.status === 204 || answer.status === 205) return this.changed()
    if (answer.body.length > maxPageBytes) throw new PageError('too-large', url)
    const content = contentOf(answer)
    if (!content) throw new PageError('download', url)
    this.remember(request, how)
    this.show(request, url, content, how.referrer)
  }

  /** The last answer of a chain of redirects. @throws PageError, ExchangeError */
  private async chase(first: PageRequest, how: LoadOptions, signal: AbortSignal) {
    let request = first
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      if (!isHttp(request.url)) throw new PageError('not-http', request.url)
      const purpose = redirects ? 'redirect' : how.purpose
      const answer = await this.ask(this.question(request, how.referrer), purpose, signal)
      const next = redirected(request, answer.status, answer.headers.location)
      if (!next) return { answer, url: request.url }
      request = next
    }
    throw new PageError('too-many-redirects', request.url)
  }

  private question({ method, url, body }: PageRequest, referrer?: string): HttpQuestion {
    const how = { destination: 'page' as const, referrer, withOrigin: method === 'POST' }
    const headers = browserHeaders(this.options, url, how)
    const type: Record<string, string> = body ? { 'content-type': body.type } : {}
    return { method, url, headers: { ...headers, ...type }, body: body?.bytes }
  }

  private remember(request: PageRequest, { replaces }: LoadOptions): void {
    if (replaces) this.past.pop()
    this.past.push(request)
    if (this.past.length > maxHistory) this.past.shift()
  }

  private show(
    request: PageRequest,
    url: string,
    shown: ShownPage['shown'],
    referrer: string | undefined,
  ): void {
    this.pageEnd.abort()
    this.pageEnd = new AbortController()
    this.page = { id: ++this.ids, url, request, referrer, shown }
    this.changed()
    if (wantsIcon(shown)) void this.askForIcon(url, this.pageEnd.signal)
  }

  /** As browsers do for each page that names none, whatever comes of it. */
  private async askForIcon(pageUrl: string, signal: AbortSignal): Promise<void> {
    const url = resolveUrl('/favicon.ico', pageUrl)
    if (!url) return
    const headers = browserHeaders(this.options, url, { destination: 'image', referrer: pageUrl })
    await this.ask({ method: 'GET', url, headers }, 'browser', signal).catch(() => {})
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener()
  }
}

interface LoadOptions {
  purpose: Purpose
  referrer?: string
  /** It takes the place of the page before in the history. */
  replaces?: boolean
}

const isHttp = (url: string) => URL.canParse(url) && new URL(url).protocol === 'http:'

/** Where `<link rel=icon>` is looked for. */
const headLength = 64 * 1024

const wantsIcon = (shown: ShownPage['shown']) =>
  shown.kind !== 'problem' && !(shown.kind === 'html' && namesIcon(shown.html))

const namesIcon = (html: string) =>
  (html.slice(0, headLength).match(/<link\b[^<>]{0,500}/gi) ?? []).some((link) =>
    /\brel\s*=\s*["']?[^"'>]*\bicon\b/i.test(link),
  )

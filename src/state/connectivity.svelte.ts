/**
 * Whether the page's own server can be reached, and what works without it. `navigator.onLine` knows only of the
 * network at hand: in the Wi-Fi of a board it is true, and there is no internet. So the server is asked.
 */
import { firmwareFolder, keptWithoutInternet, type Kept } from './kept-offline'

/** Only limits a network that swallows everything. */
const answerTimeoutMs = 8_000
/** While offline and looked at. */
const askAgainMs = 15_000

/** Past every cache: the worker answers for what is fetched, not for what is asked about. */
const askServer = () =>
  fetch(new URL('service-worker.js', document.baseURI), {
    method: 'HEAD',
    cache: 'no-store',
    signal: AbortSignal.timeout(answerTimeoutMs),
  })

export class Connectivity {
  #offline = $state(!navigator.onLine)
  #kept = $state.raw<Kept>()
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #ask: () => Promise<unknown>

  constructor(ask: () => Promise<unknown> = askServer) {
    this.#ask = ask
  }

  /** Begins to listen; the returned function ends it. */
  listen(): () => void {
    const listening = new AbortController()
    const { signal } = listening
    const check = () => void this.check()
    for (const name of ['online', 'offline', 'vite:preloadError']) {
      addEventListener(name, check, { signal })
    }
    const whenSeen = () => document.visibilityState === 'visible' && check()
    document.addEventListener('visibilitychange', whenSeen, { signal })
    check()
    return () => {
      clearTimeout(this.#timer)
      listening.abort()
    }
  }

  get offline(): boolean {
    return this.#offline
  }

  /** Undefined while it is being looked up, and while online. */
  get kept(): Kept | undefined {
    return this.#offline ? this.#kept : undefined
  }

  /** Something could not be fetched, or the network has changed. */
  async check(): Promise<void> {
    clearTimeout(this.#timer)
    const offline = !navigator.onLine || !(await this.#reachable())
    if (offline) {
      this.#kept = await keptWithoutInternet(firmwareFolder())
      this.#timer = setTimeout(() => void this.check(), askAgainMs)
    }
    this.#offline = offline
  }

  #reachable = () =>
    this.#ask().then(
      () => true,
      () => false,
    )
}

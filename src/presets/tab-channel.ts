/** Tells the other tabs of this page that something stored has changed; without BroadcastChannel nobody hears it. */
export class TabChannel {
  readonly #channel: BroadcastChannel | undefined

  constructor(name: string) {
    if (typeof BroadcastChannel !== 'undefined') this.#channel = new BroadcastChannel(name)
  }

  tell(): void {
    this.#channel?.postMessage('changed')
  }

  /** Calls `listener` when another tab has told. */
  listen(listener: () => void): void {
    this.#channel?.addEventListener('message', listener)
  }

  close(): void {
    this.#channel?.close()
  }
}

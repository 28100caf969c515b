/** The sign-in sheet of the phone, or its browser: which page is open in what kind of window. */
import type { Sheet } from '../phone/systems'

/** What a sheet needs of the phone's browser. */
export interface SheetBrowser {
  /** Absolute; '' before the first page. */
  readonly address: string
  /** Resolves when something is shown. Never rejects. */
  navigate(url: string): Promise<void>
  onChange(listener: () => void): () => void
  close(): void
}

export class PhoneSheet<B extends SheetBrowser = SheetBrowser> {
  #address = $state('')
  readonly #stop: () => void

  /** @param kind the system's own window, or the browser that a person has opened */
  constructor(
    readonly browser: B,
    readonly kind: Sheet['kind'],
    url: string,
  ) {
    this.#address = url
    this.#stop = browser.onChange(() => (this.#address = browser.address || url))
    void browser.navigate(url)
  }

  get address(): string {
    return this.#address
  }

  /** Everything that is under way ends. */
  close(): void {
    this.#stop()
    this.browser.close()
  }
}

/** A provider of ports whose code is loaded at the first question; its events are heard from then on. */
import { loadOnce } from '../async/load-once'
import type { SerialProvider } from './provider'

export class LazyProvider extends EventTarget implements SerialProvider {
  readonly #loaded: () => Promise<SerialProvider>

  constructor(load: () => Promise<SerialProvider>) {
    super()
    this.#loaded = loadOnce(async () => this.#heard(await load()))
  }

  async requestPort(options?: SerialPortRequestOptions): Promise<SerialPort> {
    return (await this.#loaded()).requestPort(options)
  }

  async getPorts(): Promise<SerialPort[]> {
    return (await this.#loaded()).getPorts()
  }

  #heard(provider: SerialProvider): SerialProvider {
    for (const name of ['connect', 'disconnect']) {
      provider.addEventListener(name, () => this.dispatchEvent(new Event(name)))
    }
    return provider
  }
}

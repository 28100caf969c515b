/**
 * Ports that the browser already lets this page use: offered again without its list. Kept up to date
 * by the provider's connect and disconnect events.
 */
import type { SerialProvider } from '../serial/provider'
import type { TabStorage } from './tab-storage'

export class GrantedPorts {
  #provider: SerialProvider | undefined
  #ports = $state.raw<SerialPort[]>([])
  #usedBefore: boolean
  #isAsked = $state(false)

  /** @param used whether this tab has had a port; outlives a reload, as the grant of some browsers does not */
  constructor(
    provider: SerialProvider | undefined,
    private readonly used?: TabStorage,
  ) {
    this.#provider = provider
    this.#usedBefore = used?.read() === true
    const refresh = () => void this.refresh()
    provider?.addEventListener('connect', refresh)
    provider?.addEventListener('disconnect', refresh)
  }

  get ports(): readonly SerialPort[] {
    return this.#ports
  }

  /** This tab had a port before the page was loaded again, and the browser names none now. */
  get areForgotten(): boolean {
    return this.#isAsked && this.#usedBefore && this.#ports.length === 0
  }

  async refresh(): Promise<void> {
    const ports = (await this.#provider?.getPorts().catch(() => [])) ?? []
    // Chrome keeps a forgotten or unplugged port in the list for a moment.
    this.#ports = ports.filter((port) => port.connected !== false)
    this.#isAsked = true
    if (this.#ports.length > 0) this.used?.write(true)
  }
}

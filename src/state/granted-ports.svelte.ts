/**
 * Ports that the browser already lets this page use: offered again without its list. Kept up to date
 * by the provider's connect and disconnect events.
 */
import type { SerialProvider } from '../serial/provider'

export class GrantedPorts {
  #provider: SerialProvider | undefined
  #ports = $state.raw<SerialPort[]>([])

  constructor(provider: SerialProvider | undefined) {
    this.#provider = provider
    const refresh = () => void this.refresh()
    provider?.addEventListener('connect', refresh)
    provider?.addEventListener('disconnect', refresh)
  }

  get ports(): readonly SerialPort[] {
    return this.#ports
  }

  async refresh(): Promise<void> {
    const ports = (await this.#provider?.getPorts().catch(() => [])) ?? []
    // Chrome keeps a forgotten or unplugged port in the list for a moment.
    this.#ports = ports.filter((port) => port.connected !== false)
  }
}

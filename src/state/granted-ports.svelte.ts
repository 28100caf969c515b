/**
 * Ports that the browser already lets this page use: offered again without its list. Kept up to date
 * by the provider's connect and disconnect events.
 */
import type { SerialProvider } from '../serial/provider'

/** Names as they are printed on the boards. Product ids: https://usb-ids.gowdy.us */
const bridges: Record<number, { name: string; products?: Record<number, string> }> = {
  0x1a86: { name: 'CH340', products: { 0x5523: 'CH341', 0x55d4: 'CH9102' } },
  0x10c4: { name: 'CP210x', products: { 0xea60: 'CP2102' } },
  0x0403: { name: 'FTDI', products: { 0x6001: 'FT232R', 0x6015: 'FT231X' } },
  0x067b: { name: 'Prolific', products: { 0x2303: 'PL2303' } },
}

/** "CH340", or the plain ids of an unknown device. */
export function portName(port: SerialPort): string {
  const { usbVendorId, usbProductId } = port.getInfo()
  if (usbVendorId === undefined) return 'Serial port'
  const bridge = bridges[usbVendorId]
  if (bridge) return bridge.products?.[usbProductId ?? -1] ?? bridge.name
  const hex = (id = 0) => id.toString(16).padStart(4, '0')
  return `USB device ${hex(usbVendorId)}:${hex(usbProductId)}`
}

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

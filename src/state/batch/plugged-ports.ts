/**
 * Ports that are plugged in and that this page may use: each is told once when it comes, and once when it goes. In
 * Chromium a board that is plugged in again is another port, in Firefox the same; whose events say nothing of the
 * port (serial/lazy-provider.ts), is asked for all of them.
 */
import type { SerialProvider } from '../../serial/provider'

interface Listener {
  onPlug(port: SerialPort): void
  onUnplug(port: SerialPort): void
}

export class PluggedPorts {
  /** With what is called when it goes. */
  readonly #known = new Map<SerialPort, () => void>()
  readonly #refresh = () => void this.refresh()
  #isOver = false

  constructor(
    private readonly provider: SerialProvider,
    private readonly listener: Listener,
  ) {
    provider.addEventListener('connect', this.#refresh)
    provider.addEventListener('disconnect', this.#refresh)
  }

  get all(): readonly SerialPort[] {
    return [...this.#known.keys()]
  }

  isPlugged(port: SerialPort): boolean {
    return this.#known.has(port)
  }

  /** Call it at the beginning, and after a picker: no event tells of a new permission. Never rejects. */
  async refresh(): Promise<void> {
    const ports = await this.provider.getPorts().catch(() => undefined)
    if (!ports || this.#isOver) return
    // Chrome keeps a forgotten or unplugged port in the list for a moment.
    const plugged = ports.filter((port) => port.connected !== false)
    for (const port of [...this.#known.keys()]) if (!plugged.includes(port)) this.#forget(port)
    for (const port of plugged) if (!this.#known.has(port)) this.#meet(port)
  }

  end(): void {
    this.#isOver = true
    this.provider.removeEventListener('connect', this.#refresh)
    this.provider.removeEventListener('disconnect', this.#refresh)
    for (const port of [...this.#known.keys()]) this.#unwatch(port)
  }

  #meet(port: SerialPort): void {
    // At once: it may be back before the browser has been asked for its ports.
    const onDisconnect = () => this.#forget(port)
    this.#known.set(port, onDisconnect)
    port.addEventListener('disconnect', onDisconnect)
    this.listener.onPlug(port)
  }

  #forget(port: SerialPort): void {
    if (this.#unwatch(port)) this.listener.onUnplug(port)
  }

  #unwatch(port: SerialPort): boolean {
    const onDisconnect = this.#known.get(port)
    if (onDisconnect) port.removeEventListener('disconnect', onDisconnect)
    return this.#known.delete(port)
  }
}

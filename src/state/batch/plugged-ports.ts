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
  /** With what ends the listening to each. */
  readonly #known = new Map<SerialPort, AbortController>()
  readonly #ended = new AbortController()

  constructor(
    private readonly provider: SerialProvider,
    private readonly listener: Listener,
  ) {
    const { signal } = this.#ended
    const refresh = () => void this.refresh()
    provider.addEventListener('connect', refresh, { signal })
    provider.addEventListener('disconnect', refresh, { signal })
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
    if (!ports || this.#ended.signal.aborted) return
    // Chrome keeps a forgotten or unplugged port in the list for a moment.
    const plugged = ports.filter((port) => port.connected !== false)
    for (const port of [...this.#known.keys()]) if (!plugged.includes(port)) this.#forget(port)
    for (const port of plugged) if (!this.#known.has(port)) this.#meet(port)
  }

  end(): void {
    this.#ended.abort()
    for (const listening of this.#known.values()) listening.abort()
    this.#known.clear()
  }

  #meet(port: SerialPort): void {
    const listening = new AbortController()
    this.#known.set(port, listening)
    // At once: it may be back before the browser has been asked for its ports.
    port.addEventListener('disconnect', () => this.#forget(port), { signal: listening.signal })
    this.listener.onPlug(port)
  }

  #forget(port: SerialPort): void {
    this.#known.get(port)?.abort()
    if (this.#known.delete(port)) this.listener.onUnplug(port)
  }
}

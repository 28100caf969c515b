/**
 * Who has a board, among the tabs of this page: each keeps a name in a list that all tabs see (Web
 * Locks, https://w3c.github.io/web-locks/) while it holds a port. That hinders nobody; it finds the
 * word for a port that the browser refuses. Ports are told apart by their bridge alone: a browser
 * gives a page nothing else.
 */
import { DeviceError } from '../errors'
import type { JobOptions } from '../provision/progress'
import type { SessionServices } from './session-services'

export type Locks = Pick<LockManager, 'request' | 'query'>

export class PortClaims {
  readonly #ownSuffix = Math.random().toString(36).slice(2)

  constructor(
    /** Missing where a page is not served securely. */
    private readonly locks: Locks | undefined,
    /** False for ports that no other tab can see. */
    private readonly isShared: (port: SerialPort) => boolean,
  ) {}

  /** The same services, which tell others of the port that they use, and of others who use it. */
  among(services: SessionServices): SessionServices {
    return {
      ...services,
      connectBoard: (port, options) =>
        this.#use(port, options, () => services.connectBoard(port, options)),
      updateOverConsole: (port, request, options) =>
        this.#use(port, options, () => services.updateOverConsole(port, request, options)),
    }
  }

  async #use<T>(port: SerialPort, { signal }: JobOptions, work: () => Promise<T>): Promise<T> {
    if (!this.isShared(port)) return work()
    // A session's signal is aborted at the end of its hold on the port, however it ends.
    if (signal) this.#claim(port, signal)
    try {
      return await work()
    } catch (error) {
      throw (await this.#isElsewhere(port, error)) ? inOtherTab(error) : error
    }
  }

  #claim(port: SerialPort, until: AbortSignal): void {
    const held = new Promise<void>((resolve) => {
      until.addEventListener('abort', () => resolve(), { once: true })
      if (until.aborted) resolve()
    })
    // Refused in a page without an origin of its own: then nobody is told.
    this.locks?.request(lockOf(port) + this.#ownSuffix, () => held).catch(() => undefined)
  }

  async #isElsewhere(port: SerialPort, error: unknown): Promise<boolean> {
    if (!(error instanceof DeviceError) || error.code !== 'port-busy') return false
    const known = await this.locks?.query().catch(() => undefined)
    const names = known?.held?.map(({ name = '' }) => name) ?? []
    return names.some((name) => name.startsWith(lockOf(port)) && !name.endsWith(this.#ownSuffix))
  }
}

function lockOf(port: SerialPort): string {
  const { usbVendorId, usbProductId } = port.getInfo()
  return `portal-flasher port ${usbVendorId}:${usbProductId} `
}

const inOtherTab = (cause: unknown) =>
  new DeviceError('port-in-other-tab', 'Another tab of this page has the port.', { cause })

/**
 * Which tab of this page uses a port: each holds a Web Lock (https://w3c.github.io/web-locks/) as long as
 * it has one. The lock stops nobody; it tells a port that another tab has from one that another program
 * has, which the browser reports in the same words. A port is known by its USB ids alone: a browser gives a
 * page nothing else.
 */
import { DeviceError } from '../errors'

export type Locks = Pick<LockManager, 'request' | 'query'>

export class PortLocks {
  readonly #ownSuffix = Math.random().toString(36).slice(2)

  /**
   * @param locks    undefined where a page is not served securely
   * @param isShared false for ports that no other tab can see
   */
  constructor(
    private readonly locks: Locks | undefined,
    private readonly isShared: (port: SerialPort) => boolean,
  ) {}

  /**
   * Runs `work`, which opens the port, and holds the port's lock until `until` is aborted.
   * @throws what `work` throws; `port-in-other-tab` in place of `port-busy` and `usb-held` where another tab has the lock
   */
  async use<T>(
    port: SerialPort,
    until: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    if (!this.isShared(port)) return work()
    if (until) this.#hold(port, until)
    try {
      return await work()
    } catch (error) {
      throw (await this.#isInOtherTab(port, error)) ? inOtherTab(error) : error
    }
  }

  #hold(port: SerialPort, until: AbortSignal): void {
    const held = new Promise<void>((resolve) => {
      until.addEventListener('abort', () => resolve(), { once: true })
      if (until.aborted) resolve()
    })
    // Rejects in a page with an opaque origin: then other tabs do not learn of it.
    this.locks?.request(lockName(port) + this.#ownSuffix, () => held).catch(() => undefined)
  }

  async #isInOtherTab(port: SerialPort, error: unknown): Promise<boolean> {
    if (!(error instanceof DeviceError)) return false
    if (error.code !== 'port-busy' && error.code !== 'usb-held') return false
    const known = await this.locks?.query().catch(() => undefined)
    const names = known?.held?.map(({ name = '' }) => name) ?? []
    return names.some((name) => name.startsWith(lockName(port)) && !name.endsWith(this.#ownSuffix))
  }
}

function lockName(port: SerialPort): string {
  const { usbVendorId, usbProductId } = port.getInfo()
  return `portal-flasher port ${usbVendorId}:${usbProductId} `
}

const inOtherTab = (cause: unknown) =>
  new DeviceError('port-in-other-tab', 'Another tab of this page has the port.', { cause })

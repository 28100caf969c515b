/**
 * The use of one port, from choosing it to releasing it: its cancellation, its unplug, and what must be
 * released at the end. A Session has at most one at a time; results of an earlier one that come late are
 * released and dropped.
 */
import { withDeadline } from '../async/deadline'
import { DeviceError } from '../errors'

/** A driver that releases at all does so within the four seconds of a link's close. */
const releaseTimeoutMs = 5000

export class Connection {
  readonly #abort = new AbortController()
  readonly #ended = new AbortController()
  #release: () => Promise<unknown> = () => Promise.resolve()

  /** Aborted by a cancel, an unplug and the end. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get ended(): boolean {
    return this.#ended.signal.aborted
  }

  /** Calls `onUnplug` at once when the port is disconnected, whatever is going on. */
  watch(port: SerialPort, onUnplug: (error: DeviceError) => void): void {
    const unplugged = () => {
      const error = new DeviceError('port-lost', 'The port was disconnected.')
      this.#abort.abort(error)
      onUnplug(error)
    }
    port.addEventListener('disconnect', unplugged, { signal: this.#ended.signal })
  }

  /** Called once at the end; replaces the function that was given before. */
  onEnd(release: () => Promise<unknown>): void {
    this.#release = release
  }

  cancel(): void {
    this.#abort.abort()
  }

  /** Releases what is held. Never rejects and never hangs: a stuck driver must not block the page. */
  async end(): Promise<void> {
    this.#ended.abort()
    this.#abort.abort()
    const release = this.#release
    this.#release = () => Promise.resolve()
    const late = () => new Error('late')
    await withDeadline(release(), releaseTimeoutMs, late).catch(() => undefined)
  }
}

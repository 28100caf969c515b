/**
 * One hold on one port, from the choice to the release: its cancellation, its unplug, and what must
 * be let go of at the end. A Session has at most one; a late answer of an older one finds itself
 * outdated and cleans up after itself.
 */
import { withDeadline } from '../async/deadline'
import { DeviceError } from '../errors'

/** A driver that lets go at all does so within the four seconds of a link's close. */
const releaseTimeoutMs = 5000

export class Attempt {
  readonly #abort = new AbortController()
  readonly #ended = new AbortController()
  #release: () => Promise<unknown> = () => Promise.resolve()

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get over(): boolean {
    return this.#ended.signal.aborted
  }

  /** Calls `onUnplug` at once when the port goes away, whatever is going on. */
  watch(port: SerialPort, onUnplug: (error: DeviceError) => void): void {
    const unplugged = () => {
      const error = new DeviceError('port-lost', 'The port was disconnected.')
      this.#abort.abort(error)
      onUnplug(error)
    }
    port.addEventListener('disconnect', unplugged, { signal: this.#ended.signal })
  }

  /** What to let go of at the end: replaces what was held before. */
  holds(release: () => Promise<unknown>): void {
    this.#release = release
  }

  cancel(): void {
    this.#abort.abort()
  }

  /** Lets go of everything. Never rejects and never hangs: a stuck driver must not block the page. */
  async end(): Promise<void> {
    this.#ended.abort()
    this.#abort.abort()
    const release = this.#release
    this.#release = () => Promise.resolve()
    const late = () => new Error('late')
    await withDeadline(release(), releaseTimeoutMs, late).catch(() => undefined)
  }
}

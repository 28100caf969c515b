/**
 * The bootloader of one board. What fails on the wire closes the port; the next use of the same board
 * connects anew.
 */
import { afterAbort } from '../async/after-abort'
import { DeviceError, isAbort, type DeviceErrorCode } from '../errors'
import type { Bootloader } from '../esptool/bootloader'
import { openBootloader } from '../esptool/open-bootloader'
import { BoardChanged } from './job-errors'
import { checkSameBoard } from './plan/same-state'
import type { JobOptions } from './progress'

interface Opening {
  abort: AbortController
  bootloader: Promise<Bootloader>
}

/** A cancel waits so long for the answer to the command that is on the wire. */
const answerMs = 2000

export class BootloaderConnection {
  readonly identity
  #bootloader: Bootloader | undefined
  /** A new connection in the making, which `close` must end, too. */
  #opening: Opening | undefined

  /** @param onLost called when the bootloader is gone, and with it what was known through it */
  constructor(
    private readonly port: SerialPort,
    bootloader: Bootloader,
    private readonly onLost: () => void,
  ) {
    this.#bootloader = bootloader
    this.identity = bootloader.identity
  }

  /** Undefined while none is open. */
  get bootloader(): Bootloader | undefined {
    return this.#bootloader
  }

  /** Runs `work` with the open bootloader, or a new one; a failure on the wire leaves neither. */
  async use<T>(
    { signal }: Pick<JobOptions, 'signal'>,
    work: (bootloader: Bootloader) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const bootloader = (this.#bootloader ??= await this.#open(signal))
    const countdown = afterAbort(signal, answerMs, () => bootloader.close())
    try {
      checkSameBoard(this.identity, bootloader.identity)
      return await work(bootloader)
    } catch (error) {
      if (leavesBootloader(error)) throw error
      if (this.#bootloader === bootloader) this.forget()
      await bootloader.close()
      throw signal?.aborted ? signal.reason : error
    } finally {
      countdown.stop()
    }
  }

  /** Whoever has it from `use` closes it; the next use opens a new one. */
  forget(): void {
    this.#bootloader = undefined
    this.onLost()
  }

  /** The chip has left its stub: the next use opens a new one, and what was known is checked there. */
  async reopenNextTime(): Promise<void> {
    const bootloader = this.#bootloader
    this.#bootloader = undefined
    await bootloader?.close()
  }

  /** Also ends a connection in the making, which rejects with `reason` then. */
  async close(reason?: Error): Promise<void> {
    const opening = this.#opening
    if (reason) opening?.abort.abort(reason)
    const bootloader =
      this.#bootloader ?? (reason && (await opening?.bootloader.catch(() => undefined)))
    this.forget()
    await bootloader?.close()
  }

  async #open(signal: AbortSignal | undefined): Promise<Bootloader> {
    const abort = new AbortController()
    const cancel = () => abort.abort(signal?.reason)
    signal?.addEventListener('abort', cancel)
    const { flashSizeChosen, flashSizeBytes } = this.identity
    const options = flashSizeChosen ? { flashSizeBytes } : {}
    const bootloader = openBootloader(this.port, { signal: abort.signal, ...options })
    const opening = (this.#opening = { abort, bootloader })
    try {
      return await bootloader
    } finally {
      signal?.removeEventListener('abort', cancel)
      if (this.#opening === opening) this.#opening = undefined
    }
  }
}

/** What went wrong without the wire, or was only cancelled: the bootloader still answers. */
const leavesBootloader = (error: unknown): boolean =>
  isAbort(error) ||
  (error instanceof DeviceError &&
    (withoutWire.includes(error.code) || error.code.startsWith('image-')) &&
    !(error instanceof BoardChanged && error.isAnother))

const withoutWire: DeviceErrorCode[] = [
  'board-changed',
  'filesystem-full',
  'preset-invalid',
  'app-unknown',
  'app-changed',
]

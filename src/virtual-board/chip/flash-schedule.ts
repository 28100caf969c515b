/**
 * Busy times of the flash as the stub waits for them: an erase is only started, and the next access to the flash
 * waits for its end. Counts the time of the stub. Asynchronous erase:
 * https://github.com/espressif/esp-flasher-stub, `stub_lib_flash_start_next_erase`.
 */
import type { NorFlash } from './nor-flash'

export class FlashSchedule {
  /** The stub's time in its command, and until when the flash is busy; ms of the board's clock. */
  #atMs = 0
  #readyAtMs = 0

  constructor(
    private readonly flash: NorFlash,
    private readonly nowMs: () => number,
  ) {}

  /** The stub begins its next piece of work. */
  begin(): void {
    this.#atMs = this.nowMs()
  }

  get isReady(): boolean {
    return this.#atMs >= this.#readyAtMs
  }

  waitUntilReady(): void {
    this.#atMs = Math.max(this.#atMs, this.#readyAtMs)
  }

  /** Starts an operation without waiting for its end. */
  start(operation: () => void): void {
    operation()
    this.#readyAtMs = Math.max(this.#atMs, this.#readyAtMs) + this.flash.takeBusyMs()
  }

  /** Waits until the flash is ready, runs the operation, and waits for its end. */
  finish<T>(operation: () => T): T {
    this.waitUntilReady()
    const result = operation()
    this.#atMs += this.flash.takeBusyMs()
    this.#readyAtMs = this.#atMs
    return result
  }

  /** How much longer the piece of work takes, in ms. */
  get remainingMs(): number {
    return Math.max(0, this.#atMs - this.nowMs())
  }
}

/**
 * When the flash is busy, as the stub meets it: an erase is only started, and whoever needs the flash
 * next waits for its end. Counts the stub's time; flash and commands are elsewhere. Asynchronous erase:
 * https://github.com/espressif/esp-flasher-stub, `stub_lib_flash_start_next_erase`.
 */
import type { NorFlash } from './nor-flash'

export class FlashSchedule {
  /** How far the stub has come with its command, and until when the flash is busy. */
  #atMs = 0
  #readyAtMs = 0

  constructor(
    private readonly flash: NorFlash,
    private readonly nowMs: () => number,
  ) {}

  /** The stub turns to its next piece of work. */
  begin(): void {
    this.#atMs = this.nowMs()
  }

  get isReady(): boolean {
    return this.#atMs >= this.#readyAtMs
  }

  waitUntilReady(): void {
    this.#atMs = Math.max(this.#atMs, this.#readyAtMs)
  }

  /** Lets the flash begin and goes on at once. */
  start(operation: () => void): void {
    operation()
    this.#readyAtMs = Math.max(this.#atMs, this.#readyAtMs) + this.flash.takeBusyMs()
  }

  /** Waits for the flash, then until it is done with this. */
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

/**
 * The one reader of an open port. Survives the errors after which Web Serial offers a new stream
 * (https://wicg.github.io/serial/#readable-attribute), ends on every other one.
 */
const survivable = ['BufferOverrunError', 'BreakError', 'FramingError', 'ParityError']

export class ReaderLoop {
  /** Settles when reading ended: the error, or undefined after `stop()`. */
  readonly done: Promise<Error | undefined>
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  #stopped = false

  constructor(
    private readonly port: SerialPort,
    private readonly onBytes: (bytes: Uint8Array) => void,
  ) {
    this.done = this.#run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** Ends the loop and unlocks the stream. May hang when the driver does: bound it. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#reader?.cancel().catch(() => undefined)
    await this.done
  }

  async #run(): Promise<void> {
    let last: ReadableStream<Uint8Array> | undefined
    while (!this.#stopped) {
      const stream = this.port.readable
      if (!stream) throw new Error('The port is not readable any more.')
      // The same stream again would fail at once, for ever.
      if (stream === last) throw new Error('The stream did not recover.')
      last = stream
      if (await this.#drain(stream)) return
    }
  }

  /** Reads until the stream ends (true) or breaks in a way that a new stream cures (false). */
  async #drain(stream: ReadableStream<Uint8Array>): Promise<boolean> {
    const reader = (this.#reader = stream.getReader())
    try {
      for (;;) {
        const { value, done } = await reader.read()
        if (done && this.#stopped) return true
        // In Firefox a pulled cable looks like an orderly end.
        if (done) throw new Error('The device has ended the reading.')
        if (value.length > 0) this.onBytes(value)
      }
    } catch (error) {
      if (error instanceof Error && survivable.includes(error.name)) return false
      throw error
    } finally {
      reader.releaseLock()
    }
  }
}

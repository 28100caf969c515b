/**
 * A device that is open: its interfaces claimed, the chip at its settings, transfers under way in both directions.
 * Knows neither streams nor the states of a port.
 */
import { Mutex } from '../../async/mutex'
import { delay, withDeadline } from '../../async/deadline'
import type { LineSettings, OutputLine, OutputLines } from './driver'
import { outPipe, pipeOfBytes, pipeOfNotices, type ConnectionOptions } from './connection-pipes'
import type { InPipe } from './in-pipe'
import type { OutPipe } from './out-pipe'
import { configurationOf } from './pipes'
import type { UsbDevice } from './usb-device'

/** A chip that does not answer must not keep the port from closing. */
const farewellMs = 1000
const drainPollMs = { first: 1, last: 16 } as const
const bothLines: readonly OutputLine[] = ['dtr', 'rts']

export class Connection {
  readonly out: OutPipe
  readonly #in: InPipe
  readonly #notices: InPipe | undefined
  readonly #commands = new Mutex()
  #settings: LineSettings
  #lines: OutputLines = { dtr: false, rts: false }
  #isClosed = false
  /** Counts what ends a drain: dropping and closing. */
  #drops = 0

  private constructor(private readonly options: ConnectionOptions) {
    this.#settings = options.settings
    this.#in = pipeOfBytes(options)
    this.#notices = pipeOfNotices(options)
    this.out = outPipe(options)
  }

  /** Opens the device and raises both lines. @throws what WebUSB throws, NotSupported; the device is then closed */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const { device, driver, settings } = options
    await device.open()
    try {
      await claim(device, driver.claims)
      await driver.open(settings)
      const connection = new Connection(options)
      await connection.#begin()
      return connection
    } catch (error) {
      await device.close().catch(() => undefined)
      throw error
    }
  }

  async #begin(): Promise<void> {
    this.#in.start()
    this.#notices?.start()
    try {
      await this.#writeLines({ dtr: true, rts: true }, bothLines)
    } catch (error) {
      this.#stop()
      throw error
    }
  }

  /** The page has read: there may be room for more. */
  roomMade(): void {
    this.#in.resume()
  }

  /** One request for each line that is given, DTR first; then break. */
  setSignals(signals: SerialOutputSignals): Promise<void> {
    const { dataTerminalReady: dtr, requestToSend: rts } = signals
    return this.#commands.run(async () => {
      if (dtr !== undefined) await this.#writeLines({ ...this.#lines, dtr }, ['dtr'])
      if (rts !== undefined) await this.#writeLines({ ...this.#lines, rts }, ['rts'])
      if (signals.break !== undefined) await this.options.driver.setBreak(signals.break)
    })
  }

  inputs(): Promise<SerialInputSignals> {
    return this.#commands.run(() => this.options.driver.inputs())
  }

  rateOf(baudRate: number): number | undefined {
    return this.options.driver.rateOf?.(baudRate)
  }

  /** What was written before is on the wire at the old rate, what is written from now on waits for the new one. */
  setBaudRate(baudRate: number): Promise<void> {
    this.out.hold()
    return this.#commands.run(async () => {
      try {
        await this.#drainSent()
        await this.#configure({ ...this.#settings, baudRate })
      } finally {
        this.out.release()
      }
    })
  }

  async #configure(settings: LineSettings): Promise<void> {
    await this.options.driver.configure(settings)
    this.#settings = settings
    this.out.wire.baudRate = settings.baudRate
  }

  /** Resolves when everything is on the wire; also when it was dropped. */
  async drain(): Promise<void> {
    // A change of rate holds bytes back.
    await this.#commands.run(async () => undefined)
    await this.#drainSent()
  }

  async #drainSent(): Promise<void> {
    const drops = this.#drops
    await this.out.taken(0)
    let ms: number = drainPollMs.first
    for (let isSent = false; !isSent && drops === this.#drops;) {
      const answer = await this.options.driver.isSent?.()
      if (answer === undefined) return this.out.wire.idle()
      isSent = answer
      if (!isSent) await delay(ms)
      ms = Math.min(2 * ms, drainPollMs.last)
    }
    // The last byte has left the buffer, not yet the wire.
    await delay(Math.ceil(10_000 / this.#settings.baudRate))
  }

  /** Throws away what was not handed over yet. */
  drop(): void {
    this.#drops++
    this.out.drop()
  }

  /** The device is gone: nothing more is read or written. */
  lose(): void {
    this.#stop()
    void this.options.device.close().catch(() => undefined)
  }

  /** Lowers both lines and closes the device, bounded. Never throws. */
  async close(): Promise<void> {
    const wasClosed = this.#isClosed
    this.#stop()
    if (wasClosed) return
    const farewell = this.#commands.run(() => this.#farewell())
    const late = () => new Error('The chip did not answer.')
    await withDeadline(farewell, farewellMs, late).catch(() => undefined)
    const closing = this.options.device.close()
    await withDeadline(closing, farewellMs, late).catch(() => undefined)
  }

  async #farewell(): Promise<void> {
    await this.#writeLines({ dtr: false, rts: false }, bothLines)
    await this.options.driver.close()
  }

  #stop(): void {
    this.#isClosed = true
    this.#drops++
    this.#in.stop()
    this.#notices?.stop()
    this.out.stop()
  }

  async #writeLines(lines: OutputLines, changed: readonly OutputLine[]): Promise<void> {
    await this.options.driver.setLines(lines, changed)
    this.#lines = lines
  }
}

async function claim(device: UsbDevice, interfaces: readonly number[]): Promise<void> {
  if (!device.configuration) {
    await device.selectConfiguration(configurationOf(device).configurationValue)
  }
  for (const number of interfaces) await device.claimInterface(number)
}

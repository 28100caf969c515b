/**
 * Sends bytes to one OUT endpoint in their order. A few small transfers are under way, so that the wire never waits
 * for the page, and what is not handed over yet can still be thrown away.
 */
import { ByteQueue } from './byte-queue'
import { isGone } from './port-errors'
import type { UsbDevice, UsbEndpoint, UsbOutResult } from './usb-device'
import { WireTime } from './wire-time'

export interface OutPipeOptions {
  device: UsbDevice
  endpoint: UsbEndpoint
  packetBytes: number
  /** In baud, for the size of the transfers. */
  baudRate: number
  /** What the chip may hold of what it was given. */
  fifoBytes: number
  pack?: (bytes: Uint8Array) => Uint8Array
  /** Writing is over: the device is gone, or fails again and again. Not called after `stop`. */
  onFailed: (cause: unknown) => void
}

interface Transfer {
  bytes: Uint8Array
  result: Promise<UsbOutResult>
}

const underWay = 3
/** Wire time of one transfer: three of them outlast the delays of a busy page. */
const transferMs = 30
const mostTransferBytes = 8192
const bitsPerByte = 10
const mostFailures = 8

export class OutPipe {
  readonly wire: WireTime
  readonly #queue = new ByteQueue()
  readonly #transfers: Transfer[] = []
  #pendingBytes = 0
  #waiting: { pendingBytes: number; resolve: () => void }[] = []
  /** Sent after `release`; undefined while nothing is held back. */
  #held: Uint8Array[] | undefined
  #isRunning = false
  #isStopped = false
  #failures = 0

  constructor(private readonly options: OutPipeOptions) {
    this.wire = new WireTime(options.baudRate, options.fifoBytes)
  }

  /** Bytes that the chip has not taken yet. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** @param bytes  are not copied */
  send(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#isStopped) return
    if (this.#held) return void this.#held.push(bytes)
    this.#queue.push(bytes)
    this.#pendingBytes += bytes.length
    if (!this.#isRunning) void this.#run()
  }

  /** Resolves when the chip has taken all but `pendingBytes`; also when they were dropped or writing is over. */
  taken(pendingBytes: number): Promise<void> {
    if (this.#pendingBytes <= pendingBytes || this.#isStopped) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ pendingBytes, resolve }))
  }

  /** Holds back what is sent from now on. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const bytes of held) this.send(bytes)
  }

  /** Throws away what was not handed over yet. */
  drop(): void {
    this.#queue.clear()
    if (this.#held) this.#held = []
    this.#pendingBytes = this.#transfers.reduce((sum, { bytes }) => sum + bytes.length, 0)
    this.#wakeAll()
  }

  /** Nothing more is sent. Closing the device ends the transfers. */
  stop(): void {
    this.#isStopped = true
    this.drop()
    this.#wakeAll()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    try {
      for (;;) {
        this.#fill()
        const transfer = this.#transfers[0]
        if (!transfer || this.#isStopped) break
        await this.#finish(transfer)
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isRunning = false
    }
  }

  #fill(): void {
    while (this.#transfers.length < underWay && !this.#queue.isEmpty && !this.#isStopped) {
      this.#handOver(this.#queue.next(this.#transferBytes))
    }
  }

  #handOver(bytes: Uint8Array): void {
    const { device, endpoint, pack } = this.options
    const data = (pack?.(bytes) ?? bytes) as Uint8Array<ArrayBuffer>
    this.wire.handedOver(bytes.length)
    const result = device.transferOut(endpoint.endpointNumber, data)
    // Looked at when its turn comes, which may be after it has failed.
    result.catch(() => undefined)
    this.#transfers.push({ bytes, result })
  }

  get #transferBytes(): number {
    const { packetBytes } = this.options
    const bytes = (this.wire.baudRate / bitsPerByte / 1000) * transferMs
    const packets = Math.max(1, Math.floor(Math.min(bytes, mostTransferBytes) / packetBytes))
    return packets * packetBytes
  }

  async #finish(transfer: Transfer): Promise<void> {
    try {
      const { status, bytesWritten } = await transfer.result
      if (status === 'stall') return await this.#sendAgain()
      this.#failures = 0
      this.#transfers.shift()
      this.#done(transfer.bytes.length)
      if (bytesWritten > 0) this.wire.taken(transfer.bytes.length)
    } catch (error) {
      if (isGone(error) || this.#isStopped) throw error
      await this.#sendAgain(error)
    }
  }

  #done(sizeBytes: number): void {
    this.#pendingBytes = Math.max(0, this.#pendingBytes - sizeBytes)
    this.#wakeAll()
  }

  /** The endpoint stalled: what was under way and was not taken goes first, in its order. */
  async #sendAgain(cause?: unknown): Promise<void> {
    if (++this.#failures > mostFailures) {
      throw cause ?? new Error('The endpoint stalls again and again.')
    }
    await this.options.device.clearHalt('out', this.options.endpoint.endpointNumber)
    const rest: Uint8Array[] = []
    for (const { bytes, result } of this.#transfers.splice(0)) {
      const taken = await bytesTaken(result, bytes.length)
      this.#done(taken)
      if (taken < bytes.length) rest.push(bytes.subarray(taken))
    }
    this.#queue.putBack(rest)
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return
    this.stop()
    this.options.onFailed(error)
  }

  #wakeAll(): void {
    const isDue = (waiter: { pendingBytes: number }) =>
      this.#isStopped || this.#pendingBytes <= waiter.pendingBytes
    const due = this.#waiting.filter(isDue)
    this.#waiting = this.#waiting.filter((waiter) => !isDue(waiter))
    for (const { resolve } of due) resolve()
  }
}

/** How much of a transfer the chip took. @throws when the device is gone */
async function bytesTaken(result: Promise<UsbOutResult>, sizeBytes: number): Promise<number> {
  try {
    const { status, bytesWritten } = await result
    return status === 'stall' ? Math.min(bytesWritten, sizeBytes) : sizeBytes
  } catch (error) {
    if (isGone(error)) throw error
    return 0
  }
}

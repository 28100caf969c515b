/**
 * A bulk OUT endpoint: transfers wait in order until the chip's buffer has taken their packets. A transfer ends
 * when its last byte is in the chip, not when it is on the wire.
 */

export interface OutReply {
  status: 'ok' | 'stall'
  bytesWritten: number
}

interface Transfer {
  bytes: Uint8Array
  taken: number
  resolve: (reply: OutReply) => void
  reject: (error: unknown) => void
}

export interface OutSink {
  /** How many bytes the chip takes now; 0 while it holds the host off. */
  room(): number
  take(bytes: Uint8Array): void
  /** Calls `fn` when there may be room again; false if it will not, and `pump` is called instead. */
  whenRoom(fn: () => void): boolean
}

export class OutEndpoint {
  #transfers: Transfer[] = []
  #isHalted = false
  #isAsking = false

  constructor(
    private readonly packetSize: number,
    private readonly sink: OutSink,
  ) {}

  write(bytes: Uint8Array): Promise<OutReply> {
    if (this.#isHalted) return Promise.resolve({ status: 'stall', bytesWritten: 0 })
    return new Promise((resolve, reject) => {
      this.#transfers.push({ bytes, taken: 0, resolve, reject })
      this.pump()
    })
  }

  pump(): void {
    for (let first = this.#transfers[0]; first && !this.#isHalted; first = this.#transfers[0]) {
      if (!this.#move(first)) return this.#ask()
      if (first.taken < first.bytes.length) continue
      this.#transfers.shift()
      first.resolve({ status: 'ok', bytesWritten: first.taken })
    }
  }

  halt(): void {
    this.#isHalted = true
    for (const { resolve, taken } of this.#transfers.splice(0)) {
      resolve({ status: 'stall', bytesWritten: taken })
    }
  }

  clearHalt(): void {
    this.#isHalted = false
  }

  cancel(error: unknown): void {
    for (const { reject } of this.#transfers.splice(0)) reject(error)
  }

  /** One packet; false if the chip has no room for it. */
  #move(transfer: Transfer): boolean {
    const { bytes, taken } = transfer
    const packet = bytes.slice(taken, taken + this.packetSize)
    if (packet.length > this.sink.room()) return false
    if (packet.length > 0) this.sink.take(packet)
    transfer.taken += packet.length
    return true
  }

  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = this.sink.whenRoom(() => {
      this.#isAsking = false
      this.pump()
    })
  }
}

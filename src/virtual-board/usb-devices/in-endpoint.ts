/**
 * An IN endpoint between the host's pending transfers and the packets of the chip. A transfer ends when it is
 * full or by a packet shorter than the endpoint's size (USB 2.0, 5.8.3).
 */

export interface InReply {
  status: 'ok' | 'stall' | 'babble'
  data: Uint8Array
}

interface Transfer {
  length: number
  data: number[]
  resolve: (reply: InReply) => void
  reject: (error: unknown) => void
}

export class InEndpoint {
  #transfers: Transfer[] = []
  #isHalted = false

  constructor(
    private readonly packetSize: number,
    /** The chip's next packet; undefined while it has none. */
    private readonly nextPacket: () => Uint8Array | undefined,
    /** The host waits for a packet. */
    private readonly onWaiting: () => void = () => undefined,
  ) {}

  get isWaiting(): boolean {
    return this.#transfers.length > 0 && !this.#isHalted
  }

  /** How many bytes the host's pending transfers still take. */
  get wanted(): number {
    if (this.#isHalted) return 0
    return this.#transfers.reduce((sum, { length, data }) => sum + length - data.length, 0)
  }

  read(length: number): Promise<InReply> {
    if (this.#isHalted) return Promise.resolve({ status: 'stall', data: new Uint8Array() })
    return new Promise((resolve, reject) => {
      this.#transfers.push({ length, data: [], resolve, reject })
      this.pump()
      if (this.isWaiting) this.onWaiting()
    })
  }

  /** Moves what the chip has to those who wait for it. */
  pump(): void {
    for (let first = this.#transfers[0]; first && !this.#isHalted; first = this.#transfers[0]) {
      const packet = this.nextPacket()
      if (!packet) return
      this.#add(first, packet)
    }
  }

  /** The chip stalls the endpoint, until `clearHalt`. */
  halt(): void {
    this.#isHalted = true
    for (const { resolve, data } of this.#transfers.splice(0)) {
      resolve({ status: 'stall', data: Uint8Array.from(data) })
    }
  }

  clearHalt(): void {
    this.#isHalted = false
  }

  /** The host gives its transfers up. */
  cancel(error: unknown): void {
    for (const { reject } of this.#transfers.splice(0)) reject(error)
  }

  #add(transfer: Transfer, packet: Uint8Array): void {
    const babbles = packet.length > transfer.length - transfer.data.length
    if (!babbles) transfer.data.push(...packet)
    const isShort = packet.length < this.packetSize
    if (!babbles && !isShort && transfer.data.length < transfer.length) return
    this.#transfers.shift()
    const status = babbles ? 'babble' : 'ok'
    transfer.resolve({ status, data: Uint8Array.from(transfer.data) })
  }
}

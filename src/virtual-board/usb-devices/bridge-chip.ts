/**
 * What all USB-to-UART bridges have in common, seen from the USB side: descriptors, a receive buffer that loses
 * what nobody fetches, a transmit buffer, modem lines, and control requests. A request that the chip does not
 * know stalls and names itself in `unknownRequests`.
 */
import type { Clock } from '../clock'
import type { BridgeClient, UsbBridge } from '../usb/usb-bridge'
import { deviceDescriptorBytes, type DeviceDescriptors } from './descriptors'
import { Fifo } from './fifo'
import { eightN1, readAs, sentAs, type FrameFormat } from './frame-format'
import { InEndpoint } from './in-endpoint'
import { OutEndpoint, type OutSink } from './out-endpoint'
import { describe, type SetupPacket } from './setup-packet'

export interface ChipParts {
  bridge: UsbBridge
  clock: Clock
}

/** Input lines; true is asserted (low on the wire). */
export interface ModemInputs {
  clearToSend: boolean
  dataSetReady: boolean
  ringIndicator: boolean
  dataCarrierDetect: boolean
}

export interface BufferSizes {
  receive: number
  transmit: number
}

/** The data stage of an IN request, or nothing; 'stall' if the chip refuses. */
export type ControlReply = Uint8Array | 'stall'

export const nothing = new Uint8Array()

const noInputs: ModemInputs = {
  clearToSend: false,
  dataSetReady: false,
  ringIndicator: false,
  dataCarrierDetect: false,
}

export abstract class BridgeChip {
  abstract readonly descriptors: DeviceDescriptors
  /** Every request that stalled because the chip does not know it, oldest first, at most 100. */
  readonly unknownRequests: string[] = []
  readonly ins = new Map<number, InEndpoint>()
  readonly outs = new Map<number, OutEndpoint>()
  protected readonly bridge: UsbBridge
  protected readonly clock: Clock
  protected readonly fifo: Fifo
  protected inputs = noInputs
  protected format: FrameFormat = eightN1
  readonly #transmitBytes: number
  readonly #client: BridgeClient

  constructor({ bridge, clock }: ChipParts, sizes: BufferSizes) {
    this.bridge = bridge
    this.clock = clock
    this.fifo = new Fifo(sizes.receive)
    this.#transmitBytes = sizes.transmit
    this.#client = {
      room: () => this.fifo.room + this.hostTakes,
      receive: (bytes) => this.#receive(bytes),
      lost: () => undefined,
    }
  }

  /** The interface with the UART. */
  get dataInterface(): number {
    return 0
  }

  /** The chip begins to serve the host; false if something else has the bridge open. */
  attach(): boolean {
    return this.bridge.attach(this.#client)
  }

  detach(): void {
    this.bridge.detach(this.#client)
  }

  /** The UART's IN endpoint. */
  protected get bulkIn(): InEndpoint | undefined {
    return this.ins.get(this.bulkInNumber)
  }

  protected abstract readonly bulkInNumber: number

  /** What the buffer holds is not the end of what is coming off the wire. */
  protected moreArrives = false

  /** A request that is not a standard one; undefined if the chip does not know it. */
  protected abstract answer(setup: SetupPacket, data: Uint8Array): ControlReply | undefined

  /** An input line has changed. */
  protected inputsChanged(): void {}

  /** Whether the receiver runs. */
  protected get receives(): boolean {
    return true
  }

  /** Whether the transmitter runs; flow control stops it. */
  protected get transmits(): boolean {
    return true
  }

  /** How many received bytes the host's pending transfers take. */
  protected get hostTakes(): number {
    return this.bulkIn?.wanted ?? 0
  }

  /** What enters the receive buffer for bytes off the wire. */
  protected stored(bytes: Uint8Array): Uint8Array {
    return bytes
  }

  /** Received bytes did not fit into the buffer. */
  protected overran(): void {}

  /** How the chip hands over its buffer: the next packet, or undefined while it keeps it. */
  protected packet(maxBytes: number): Uint8Array | undefined {
    return this.fifo.length > 0 ? this.fifo.take(maxBytes) : undefined
  }

  /** Takes a control transfer; what is longer than the host asked for is cut off. */
  control(setup: SetupPacket, data: Uint8Array = nothing): ControlReply {
    const standard = (setup.type & 0x60) === 0
    const reply = standard ? this.#standard(setup) : this.answer(setup, data)
    if (reply === undefined) {
      if (this.unknownRequests.length < 100) this.unknownRequests.push(describe(setup))
      return 'stall'
    }
    return reply === 'stall' ? reply : reply.slice(0, setup.length)
  }

  /** Sets what is wired to the inputs. */
  setInputs(inputs: Partial<ModemInputs>): void {
    this.inputs = { ...this.inputs, ...inputs }
    this.inputsChanged()
    this.pumpOut()
  }

  protected setLines(dataTerminalReady: boolean, requestToSend: boolean): void {
    this.bridge.setLines({ dataTerminalReady, requestToSend })
  }

  protected pumpOut(): void {
    for (const endpoint of this.outs.values()) endpoint.pump()
  }

  /** Packets of the UART at these endpoints. */
  protected addBulk(inNumber: number, outNumber: number, packetSize: number): void {
    const next = () => this.#nextPacket(packetSize)
    this.ins.set(inNumber, new InEndpoint(packetSize, next, () => this.hostWaits()))
    this.outs.set(outNumber, new OutEndpoint(packetSize, this.#sink()))
  }

  /** The host waits at the UART's IN endpoint. */
  protected hostWaits(): void {}

  /** Power-up: what the last session has left is gone. */
  powerUp(): void {
    this.fifo.clear()
    this.format = eightN1
    this.unknownRequests.length = 0
  }

  #nextPacket(packetSize: number): Uint8Array | undefined {
    const packet = this.packet(packetSize)
    if (packet) this.bridge.roomMade()
    return packet
  }

  /** As much as fits at a time, because the host fetches while bytes arrive. */
  #receive(bytes: Uint8Array): void {
    if (!this.receives) return
    let rest = this.stored(readAs(bytes, this.format))
    while (rest.length > 0) {
      const fitting = rest.subarray(0, this.fifo.room)
      this.fifo.push(fitting)
      rest = rest.subarray(fitting.length)
      this.moreArrives = rest.length > 0
      this.bulkIn?.pump()
      if (this.moreArrives && this.fifo.room === 0) {
        this.moreArrives = false
        return this.overran()
      }
    }
  }

  #sink(): OutSink {
    const { bridge } = this
    return {
      room: () => (this.transmits ? this.#transmitBytes - bridge.unsentBytes : 0),
      take: (bytes) => bridge.send(sentAs(bytes, this.format)),
      whenRoom: (fn) => {
        if (!this.transmits) return false
        void bridge.sent(this.#transmitBytes / 2).then(fn)
        return true
      },
    }
  }

  #standard({ type, request, value }: SetupPacket): ControlReply | undefined {
    if (type === 0x80 && request === 6 && value === 0x0100) {
      return deviceDescriptorBytes(this.descriptors)
    }
    if (type === 0x80 && request === 0) return Uint8Array.of(0, 0)
    return undefined
  }
}

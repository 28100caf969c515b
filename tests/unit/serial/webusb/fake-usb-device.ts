/**
 * A USB device that writes down what it is asked, and answers what a test has laid down: "c0 5f 0000 0000" is
 * bmRequestType, bRequest, wValue and wIndex. What it is not told it takes, and answers with zeros.
 */
import { hexDigits, toHex } from '../../../../src/bytes/hex'
import type {
  UsbConfiguration,
  UsbControlSetup,
  UsbDevice,
  UsbDirection,
  UsbEndpoint,
  UsbInResult,
  UsbInterface,
  UsbOutResult,
} from '../../../../src/serial/webusb/usb-device'

export type Answer = readonly number[] | 'stall'

export interface FakeOptions {
  vendorId: number
  productId: number
  /** bcdDevice. */
  version?: number
  /** bcdUSB. */
  usbVersion?: number
  deviceClass?: number
  serialNumber?: string
  packetSize?: number
  interfaces?: UsbInterface[]
  answers?: Record<string, Answer>
}

const typeBits = { standard: 0x00, class: 0x20, vendor: 0x40 } as const
const recipientBits = { device: 0, interface: 1, endpoint: 2, other: 3 } as const

export class FakeUsbDevice implements UsbDevice {
  readonly vendorId
  readonly productId
  readonly deviceClass
  readonly serialNumber
  readonly usbVersionMajor
  readonly usbVersionMinor
  readonly usbVersionSubminor
  readonly deviceVersionMajor
  readonly deviceVersionMinor
  readonly deviceVersionSubminor
  readonly configurations: UsbConfiguration[]
  configuration: UsbConfiguration | null = null
  opened = false
  readonly answers: Record<string, Answer>
  /** Control requests, and what else was done, in their order. */
  log: string[] = []
  /** What bulk OUT took, one entry for each transfer. */
  readonly sent: number[][] = []
  readonly cleared: string[] = []
  /** What the next transfers of bulk OUT say instead of taking the bytes. */
  readonly outTrouble: ('stall' | DOMException)[] = []
  onSent: (bytes: number[]) => void = () => undefined
  /** True: transfers of bulk OUT wait. */
  isOutStalled = false
  /** The most transfers of one endpoint that were under way at once. */
  readonly mostUnderWay = { in: 0, out: 0 }
  #gone: DOMException | undefined
  #reads = new Map<number, { resolve: (r: UsbInResult) => void; reject: (e: unknown) => void }[]>()
  #ready = new Map<number, (UsbInResult | DOMException)[]>()
  #writes: { bytes: number[]; resolve: (r: UsbOutResult) => void; reject: (e: unknown) => void }[] =
    []

  constructor(options: FakeOptions) {
    const { version = 0x100, usbVersion = 0x110 } = options
    this.vendorId = options.vendorId
    this.productId = options.productId
    this.deviceClass = options.deviceClass ?? 0
    this.serialNumber = options.serialNumber
    this.deviceVersionMajor = version >> 8
    this.deviceVersionMinor = (version >> 4) & 15
    this.deviceVersionSubminor = version & 15
    this.usbVersionMajor = usbVersion >> 8
    this.usbVersionMinor = (usbVersion >> 4) & 15
    this.usbVersionSubminor = usbVersion & 15
    const interfaces = options.interfaces ?? [vendorInterface(options.packetSize ?? 64)]
    this.configurations = [{ configurationValue: 1, interfaces }]
    this.answers = options.answers ?? {}
  }

  async open(): Promise<void> {
    if (this.#gone) throw this.#gone
    this.opened = true
  }

  /** Unplugged: everything fails with `reason`. */
  vanish(reason: DOMException): void {
    this.#gone = reason
    this.#end(reason)
  }

  async close(): Promise<void> {
    this.#end(new DOMException('The transfer was cancelled.', 'AbortError'))
  }

  #end(closed: DOMException): void {
    this.opened = false
    for (const { reject } of [...[...this.#reads.values()].flat(), ...this.#writes]) reject(closed)
    this.#reads.clear()
    this.#writes = []
  }

  async selectConfiguration(): Promise<void> {
    this.configuration = this.configurations[0]!
  }

  async claimInterface(number: number): Promise<void> {
    this.log.push(`claim ${number}`)
  }

  async releaseInterface(): Promise<void> {}

  async controlTransferOut(setup: UsbControlSetup, data?: BufferSource): Promise<UsbOutResult> {
    const bytes = data ? bytesOf(data) : []
    const name = nameOf(setup, 'out')
    this.log.push(bytes.length > 0 ? `${name} ${toHex(Uint8Array.from(bytes))}` : name)
    const status = this.answers[name] === 'stall' ? 'stall' : 'ok'
    return { bytesWritten: bytes.length, status }
  }

  async controlTransferIn(setup: UsbControlSetup, length: number): Promise<UsbInResult> {
    const name = nameOf(setup, 'in')
    this.log.push(name)
    const answer = this.answers[name] ?? Array.from({ length }, () => 0)
    if (answer === 'stall') return { status: 'stall' }
    return { status: 'ok', data: new DataView(Uint8Array.from(answer).slice(0, length).buffer) }
  }

  async clearHalt(direction: UsbDirection, endpointNumber: number): Promise<void> {
    this.cleared.push(`${direction} ${endpointNumber}`)
    this.log.push(`clear ${direction} ${endpointNumber}`)
  }

  transferIn(endpointNumber: number): Promise<UsbInResult> {
    const ready = this.#ready.get(endpointNumber)?.shift()
    if (ready instanceof DOMException) return Promise.reject(ready)
    if (ready) return Promise.resolve(ready)
    return new Promise((resolve, reject) => {
      const reads = this.#reads.get(endpointNumber) ?? []
      this.#reads.set(endpointNumber, [...reads, { resolve, reject }])
      this.mostUnderWay.in = Math.max(this.mostUnderWay.in, reads.length + 1)
    })
  }

  /** One transfer of an IN endpoint ends. */
  bring(
    what: readonly number[] | 'stall' | DOMException,
    endpointNumber = 1,
    status: 'ok' | 'babble' = 'ok',
  ): void {
    const result = resultOf(what, status)
    const waiting = this.#reads.get(endpointNumber)?.shift()
    if (!waiting) {
      this.#ready.set(endpointNumber, [...(this.#ready.get(endpointNumber) ?? []), result])
    } else if (result instanceof DOMException) waiting.reject(result)
    else waiting.resolve(result)
  }

  transferOut(_endpointNumber: number, data: BufferSource): Promise<UsbOutResult> {
    const bytes = bytesOf(data)
    const trouble = this.#gone ?? this.outTrouble.shift()
    if (trouble === 'stall') return Promise.resolve({ bytesWritten: 0, status: 'stall' })
    if (trouble) return Promise.reject(trouble)
    return new Promise((resolve, reject) => {
      this.#writes.push({ bytes, resolve, reject })
      this.mostUnderWay.out = Math.max(this.mostUnderWay.out, this.#writes.length)
      if (!this.isOutStalled) queueMicrotask(() => this.takeOut())
    })
  }

  /** Takes what bulk OUT holds. */
  takeOut(): void {
    for (const { bytes, resolve } of this.#writes.splice(0)) {
      this.sent.push(bytes)
      this.onSent(bytes)
      this.log.push(`send ${bytes.length}`)
      resolve({ bytesWritten: bytes.length, status: 'ok' })
    }
  }

  /** The log until now, which begins anew. */
  take(): string[] {
    return this.log.splice(0)
  }
}

export function vendorInterface(packetSize: number, interfaceNumber = 0): UsbInterface {
  return usbInterface(interfaceNumber, 0xff, [
    { endpointNumber: 1, direction: 'in', type: 'bulk', packetSize },
    { endpointNumber: 2, direction: 'out', type: 'bulk', packetSize },
    { endpointNumber: 3, direction: 'in', type: 'interrupt', packetSize: 10 },
  ])
}

export function usbInterface(
  interfaceNumber: number,
  interfaceClass: number,
  endpoints: UsbEndpoint[],
): UsbInterface {
  const alternate = {
    alternateSetting: 0,
    interfaceClass,
    interfaceSubclass: interfaceClass === 2 ? 2 : 0,
    interfaceProtocol: 0,
    endpoints,
  }
  return { interfaceNumber, alternate, alternates: [alternate], claimed: false }
}

function nameOf(setup: UsbControlSetup, direction: UsbDirection): string {
  const { requestType, recipient, request, value, index } = setup
  const type = (direction === 'in' ? 0x80 : 0) | typeBits[requestType] | recipientBits[recipient]
  return [hexDigits(type, 2), hexDigits(request, 2), hexDigits(value, 4), hexDigits(index, 4)].join(
    ' ',
  )
}

function bytesOf(data: BufferSource): number[] {
  if (data instanceof ArrayBuffer) return Array.from(new Uint8Array(data))
  return Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
}

function resultOf(
  what: readonly number[] | 'stall' | DOMException,
  status: 'ok' | 'babble',
): UsbInResult | DOMException {
  if (what instanceof DOMException) return what
  if (what === 'stall') return { status: 'stall' }
  return { status, data: new DataView(Uint8Array.from(what).buffer) }
}

/**
 * The smallest things that a Session can talk to: a port that can be unplugged, a provider that can
 * be told what to answer, and a board whose work a test finishes by hand.
 */
import type { BoardIdentity } from '../../../src/esptool/identity'
import type { ConnectedBoard, Installed } from '../../../src/provision/connected-board'
import type { InstallRequest, UpdateRequest } from '../../../src/provision/request'
import type { JobOptions } from '../../../src/provision/progress'
import type { InstallPlan } from '../../../src/provision/plan/plan'
import type { SerialLink } from '../../../src/serial/link'
import type { SerialProvider } from '../../../src/serial/provider'

export const identity: BoardIdentity = {
  chip: 'ESP8266EX',
  mac: 'aa:bb:cc:11:22:33',
  crystalMhz: 26,
  flashManufacturer: 0xc8,
  flashDevice: 0x4016,
  flashSizeBytes: 4 * 1024 * 1024,
}

export const request: InstallRequest = {
  firmware: new Uint8Array(8),
  flashMode: 'keep',
  baudRate: 460800,
  eraseAll: false,
  virtual: false,
  portal: { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '' },
}

export class FakePort extends EventTarget {
  constructor(
    readonly usbProductId = 0x7523,
    readonly connected = true,
  ) {
    super()
  }
  getInfo = () => ({ usbVendorId: 0x1a86, usbProductId: this.usbProductId })
  unplug = () => this.dispatchEvent(new Event('disconnect'))
  get port() {
    return this as unknown as SerialPort
  }
}

export class FakeProvider extends EventTarget implements SerialProvider {
  granted: FakePort[] = []
  /** What the browser's list gives; undefined when it is closed without a choice. */
  picked: FakePort | undefined = new FakePort()
  asked: (SerialPortRequestOptions | undefined)[] = []

  async requestPort(options?: SerialPortRequestOptions) {
    this.asked.push(options)
    if (this.picked) return this.picked.port
    throw new DOMException('No port selected by the user.', 'NotFoundError')
  }
  getPorts = async () => this.granted.map((fake) => fake.port)
}

/** A promise that a test settles; rejects with the signal's reason when that is aborted first. */
export class Manual<T> {
  resolve!: (value: T) => void
  reject!: (error: unknown) => void
  options: JobOptions = {}
  #promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve
    this.reject = reject
  })

  start(options: JobOptions = {}, ignoresCancel = false): Promise<T> {
    this.options = options
    if (!ignoresCancel)
      options.signal?.addEventListener('abort', () => this.reject(options.signal?.reason))
    return this.#promise
  }
}

export class FakeLink implements SerialLink {
  readonly baudRate = 115200
  closed = false
  written: number[] = []
  end!: (error?: Error) => void
  ended = new Promise<Error | undefined>((resolve) => (this.end = resolve))
  failWrites: Error | undefined
  async write(bytes: Uint8Array) {
    if (this.failWrites) throw this.failWrites
    this.written.push(...bytes)
  }
  subscribe = () => () => undefined
  setSignals = async () => undefined
  close = async () => {
    this.closed = true
    this.end()
  }
}

export class FakeBoard implements ConnectedBoard {
  installing = new Manual<Installed>()
  /** One for each plan that was asked for. */
  planning: Manual<InstallPlan>[] = []
  released = 0
  requests: InstallRequest[] = []
  console = new FakeLink()
  constructor(readonly identity: BoardIdentity) {}
  plan(_wanted: InstallRequest, options?: JobOptions) {
    const manual = new Manual<InstallPlan>()
    this.planning.push(manual)
    return manual.start(options)
  }
  backUp = async () => new Uint8Array(8)
  install(wanted: InstallRequest, options?: JobOptions) {
    this.requests.push(wanted)
    return this.installing.start(options)
  }
  updating = new Manual<Installed>()
  updates: UpdateRequest[] = []
  update(wanted: UpdateRequest, options?: JobOptions) {
    this.updates.push(wanted)
    return this.updating.start(options)
  }
  files = async (): Promise<never> => {
    throw new Error('This board has no files.')
  }
  openConsole = async () => this.console
  release = async () => {
    this.released++
  }
}

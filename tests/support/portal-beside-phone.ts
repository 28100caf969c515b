/**
 * The portal of firmware/ on a virtual board with everything that the page puts around it. Its time is that of
 * `IdleClock`: nothing here waits for the machine's.
 */
import { firmwareSources } from '../../firmware/bundle'
import { makeDemoImage } from '../../src/images/demo-image'
import { buildFilesystem, type Entry } from '../../src/images/littlefs'
import type { VisibleNetwork } from '../../src/phone/phone-link'
import type { Surroundings } from '../../src/phone/surroundings'
import { createVirtualBoard, defaultMac, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import type { Internet } from '../../src/virtual-board/radio/http-server'
import type { RadioEnvironment } from '../../src/virtual-board/radio/radio-environment'
import { VirtualPhone } from '../../src/virtual-board/radio/virtual-phone'
import { pageEnvironment, surroundingsOf } from '../../src/virtual-board/surroundings'
import { fileEntry } from './one-pass'
import { IdleClock } from './idle-clock'

const flashSizeBytes = 2 * 1024 * 1024
const filesystem = { offset: 0x100000, blockCount: 251 }

export interface BesideOptions {
  /** Beside the portal's: path → text. */
  files?: Record<string, string>
  internet?: Internet
}

export class PortalBesidePhone {
  readonly clock = new IdleClock()
  readonly board: VirtualBoard
  readonly surroundings: Surroundings
  readonly environment: RadioEnvironment
  /** What the board has printed. */
  text = ''
  readonly #waiting = new Set<() => void>()

  constructor({ files = {}, internet }: BesideOptions = {}) {
    const { clock } = this
    this.environment = pageEnvironment(clock, defaultMac)
    const program = clock.holding(createMicroPythonProgram(undefined, this.environment))
    this.board = createVirtualBoard({ clock, program, flash: flashWith(files), flashSizeBytes })
    const { environment } = this
    this.surroundings = surroundingsOf(this.board, { clock, environment, internet })
    this.#listen()
  }

  get phone() {
    return this.surroundings.phone
  }

  /** Another one beside it. */
  anotherPhone(): VirtualPhone {
    return new VirtualPhone({ clock: this.clock, ...this.environment })
  }

  /** The first match in what was printed from `from` on. */
  async says(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const match = () => pattern.exec(this.text.slice(from))
    await this.until(() => match() !== null, String(pattern))
    return match()!
  }

  /** Looks again after each print, and whenever networks or phones have changed. */
  until(condition: () => boolean, what = 'it'): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        cancel()
        this.#waiting.delete(look)
        settle()
      }
      const look = () => condition() && finish(resolve)
      const late = () => reject(new Error(`${what} within ${limitMs} ms:\n${this.text}`))
      const cancel = this.clock.after(limitMs, () => finish(late))
      this.#waiting.add(look)
      look()
    })
  }

  /** The portal is open, and the phone sees it. */
  async opened(from = 0): Promise<VisibleNetwork> {
    await this.says(/DNS Server listening/, from)
    return this.boardNetwork()
  }

  boardNetwork(): VisibleNetwork {
    const network = this.phone.visible.find(({ isBoard }) => isBoard)
    if (!network) throw new Error('The phone sees no access point of the board.')
    return network
  }

  network(name: string): VisibleNetwork {
    const network = this.phone.visible.find((one) => one.name === name)
    if (!network) throw new Error(`The phone sees no network "${name}".`)
    return network
  }

  stop(): void {
    this.clock.stop()
    this.board.dispose()
  }

  #listen(): void {
    const look = () => [...this.#waiting].forEach((one) => one())
    this.phone.onChange(look)
    const receive = (bytes: Uint8Array) => {
      this.text += Buffer.from(bytes).toString('latin1')
      if (this.text.endsWith('>>> ')) this.clock.free()
      look()
    }
    this.board.bridge.open({ room: () => Infinity, receive, lost: () => undefined }, 115_200)
  }
}

/** Of the board's time: longer than the portal waits for anything. */
const limitMs = 600_000

function flashWith(files: Record<string, string>): Uint8Array {
  const flash = new Uint8Array(flashSizeBytes).fill(0xff)
  const image = makeDemoImage()
  image[3] = 0x30 // 2 MB
  flash.set(image)
  const entries = new Map<string, Entry>()
  for (const { path, bytes } of firmwareSources()) entries.set(path, { type: 'file', bytes })
  for (const [path, text] of Object.entries(files)) entries.set(path, fileEntry(text))
  flash.set(buildFilesystem(entries, filesystem), filesystem.offset)
  return flash
}

/**
 * The board of `npm run portal`: MicroPython with the files of firmware/ in its flash, the scripted radio
 * around it and the host's sockets in front of it. Can be switched off and on again with other files;
 * what the board itself has written (its credentials) stays, as it would in flash.
 */
import { blockSizeBytes } from '../../images/littlefs/geometry'
import { buildFilesystem, readFilesystem, type Entry } from '../../images/littlefs'
import type { BoardFile } from '../../micropython/board-file'
import { resetReason, type BootCause } from '../../virtual-board/chip/boot-log'
import type { Clock } from '../../virtual-board/clock'
import { Listeners } from '../../virtual-board/host-sockets/listeners'
import { unchanged } from '../../virtual-board/host-sockets/header-lines'
import { openOutbound } from '../../virtual-board/host-sockets/outbound'
import { hostAddressFilters } from '../../virtual-board/host-sockets/host-address'
import { NorFlash } from '../../virtual-board/chip/nor-flash'
import type { Program, ProgramFactory } from '../../virtual-board/chip/program'
import { outsideLevel } from '../../virtual-board/usb/button-wiring'
import { createMicroPythonProgram } from '../../virtual-board/python-worker/node'
import type { RadioEnvironment } from '../../virtual-board/radio/radio-environment'
import type { Radio } from '../../virtual-board/radio/radio'
import { emptyScript, type RadioScript } from '../../virtual-board/radio-script/script'
import { ScriptRunner } from '../../virtual-board/radio-script/script-runner'

export interface AccessPointOfBoard {
  ssid: Uint8Array
  secured: boolean
  address: string
  /** Whether a phone with this password gets in. */
  admits(password: string): boolean
}

export interface PortalBoardOptions {
  clock: Clock
  httpPort: number
  dnsPort: number
  /** Requests and answers pass as they are, even if the browser calls the board by the host's name. */
  exact: boolean
  /** What the board prints. */
  print: (bytes: Uint8Array) => void
  /** What happens around it, in words. */
  tell: (text: string) => void
  fail: (error: Error) => void
  /** The board listens, and can be reached at this port of the host. */
  onOpen?: (what: 'HTTP' | 'DNS', port: number) => void
}

// A board with 1 MB, so that a changed file costs little: 98 blocks of files from 0x99000 on.
const flashSizeBytes = 0x100000
const firmware = {
  version: 'v1.27.0',
  date: '2025-12-10',
  machine: 'ESP module (1M) with ESP8266',
  flashSizeBytes,
}
const filesystem = { offsetBytes: 0x99000, blockCount: 98 }
const mac = Uint8Array.of(0x18, 0xfe, 0x34, 0xa1, 0xb2, 0xc3)
/** The chip takes seven times as long; whoever changes a line wants to see what it does. */
const scanMs = 300

export class PortalBoard {
  readonly #options: PortalBoardOptions
  readonly #flash = new NorFlash(flashSizeBytes)
  /** GPIOs whose button is held. */
  readonly #held = new Set<number>()
  #delivered: string[] = []
  #ports: { HTTP: number; DNS: number }
  readonly #switchOn: ProgramFactory
  #program: Program | undefined
  #radio: Radio | undefined
  #listeners: Listeners | undefined
  #closeOutbound = () => {}
  #script = emptyScript
  scriptRunner: ScriptRunner | undefined

  constructor(options: PortalBoardOptions) {
    this.#options = options
    this.#ports = { HTTP: options.httpPort, DNS: options.dnsPort }
    this.#switchOn = createMicroPythonProgram((around) => this.#surround(around))
  }

  /** With these files from firmware/ in the place of those of the last time. @param cause  why the chip starts */
  start(files: readonly BoardFile[], script: RadioScript, cause: BootCause = 'power-on'): void {
    this.#deliver(files)
    this.#script = script
    const { clock, print } = this.#options
    this.#program = this.#switchOn()
    this.#program.start({
      transmit: print,
      whenSent: (fn) => setImmediate(fn),
      setBaudRate: () => {},
      flash: this.#flash,
      filesystem,
      mac,
      clock,
      firmware,
      levelOutside: (pin) => outsideLevel(pin, this.#held.has(pin)),
      resetReason: resetReason(cause),
      deepSleep: () => this.stop(),
      resetChip: (next = 'software') => {
        this.stop()
        this.start(files, script, next)
      },
    })
  }

  stop(): void {
    this.scriptRunner?.dispose()
    this.#program?.stop()
    this.#listeners?.close()
    this.#closeOutbound()
    this.#program = undefined
  }

  /** Undefined while it is off. */
  get accessPoint(): AccessPointOfBoard | undefined {
    const point = this.#radio?.accessPoint
    if (!point?.active) return undefined
    const [address = ''] = point.ifconfig.split(',')
    const admits = (password: string) => point.admits(new TextEncoder().encode(password))
    return { ssid: point.ssid, secured: point.security !== 0, address, admits }
  }

  /** Holds the button at a GPIO for so long, on the board's clock. */
  press(pin: number, ms: number): void {
    this.#held.add(pin)
    this.#options.clock.after(ms, () => this.#held.delete(pin))
  }

  /** To the REPL. */
  type(text: string): void {
    this.#program?.receive(new TextEncoder().encode(text))
  }

  /** As after "erase flash": neither the board nor the radio remembers anything. */
  forget(): void {
    this.#flash.eraseChip()
    if (this.#radio) this.#radio.stored = undefined
  }

  #surround({ radio, network }: RadioEnvironment): void {
    const { clock, tell, exact, fail } = this.#options
    const script = this.#script
    this.#radio = radio
    radio.scanMs = scanMs
    const lose = () => this.#listeners?.dropAll()
    const scriptRunner = new ScriptRunner({
      clock,
      radio,
      script,
      onPhoneLost: lose,
      tell,
    })
    this.scriptRunner = scriptRunner
    const boardName = () => radio.accessPoint.ifconfig.split(',')[0] ?? ''
    const admit = () => radio.connected !== undefined
    this.#closeOutbound()
    this.#closeOutbound = openOutbound({ network, admit })
    this.#listeners = new Listeners({
      network,
      httpPort: this.#ports.HTTP,
      dnsPort: this.#ports.DNS,
      admit: () => scriptRunner.admit(),
      filters: (port) =>
        exact
          ? { toBoard: unchanged, toHost: unchanged }
          : hostAddressFilters(hostNames(port), boardName()),
      onOpen: (what, port) => {
        this.#ports[what] = port
        this.#options.onOpen?.(what, port)
        tell(what === 'HTTP' ? `http://127.0.0.1:${port}/` : `DNS on 127.0.0.1 port ${port}`)
      },
      onError: (what, error) => fail(new Error(`${what}: ${error.message}`)),
    })
  }

  /** Files of firmware/ replace those of the last time; the board's own stay. */
  #deliver(files: readonly BoardFile[]): void {
    const { offsetBytes, blockCount } = filesystem
    const entries = new Map<string, Entry>()
    const image = this.#flash.read(offsetBytes, blockCount * blockSizeBytes)
    if (image.some((byte) => byte !== 0xff)) {
      for (const [path, entry] of readFilesystem(image).entries) entries.set(path, entry)
    }
    for (const path of this.#delivered) entries.delete(path)
    for (const { path, bytes } of files) entries.set(path, { type: 'file', bytes })
    this.#delivered = files.map(({ path }) => path)
    this.#flash.eraseSectors(offsetBytes, image.length)
    this.#flash.program(offsetBytes, buildFilesystem(entries, { blockCount }))
  }
}

const hostNames = (port: number) =>
  ['127.0.0.1', 'localhost'].map((name) => (port === 80 ? name : `${name}:${port}`))

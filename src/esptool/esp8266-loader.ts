/**
 * esptool-js's ESPLoader with its ESP8266 faults mended: hard deadline for every answer, no blind
 * resending of blocks, no chip detection through ESP32 commands, silence on the console. The only
 * files that import esptool-js are this one and link-transport.ts.
 */
import { hex } from '../bytes/hex'
import { ESPLoader } from 'esptool-js'
import { ESP8266ROM } from 'esptool-js/lib/targets/esp8266.js'
import { DeviceError } from '../errors'
import type { LinkTransport } from './link-transport'
import { initialBaudRate } from './baud-ladder'
import { describeStatus, opcode } from './opcodes'
import type { Trace } from './trace'

const defaultTimeoutMs = 3000
const romAnswerMs = 800
const responseDirection = 1
const responseHeaderBytes = 8

export class Esp8266Loader extends ESPLoader {
  /** The stub does not check sequence numbers: a block sent twice would damage the deflate stream. */
  override WRITE_BLOCK_ATTEMPTS = 1

  constructor(
    public wire: LinkTransport,
    log: Trace,
  ) {
    const note = (text: string) => log.note(text)
    const terminal = { clean: () => undefined, write: note, writeLine: note }
    super({ transport: wire, baudrate: initialBaudRate, terminal })
    this.chip = esp8266()
  }

  /** Goes on with the same chip over another wire: the same port at another rate. */
  moveTo(wire: LinkTransport): void {
    this.wire = this.transport = wire
  }

  /** Value and data of the answer to `op`. The deadline holds for all frames together. */
  override async readPacket(
    op: number | null = null,
    timeoutMs = defaultTimeoutMs,
  ): Promise<[number, Uint8Array]> {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      const frame = await this.wire.read(Math.max(0, deadline - performance.now()))
      if (frame[0] !== responseDirection || frame.length < responseHeaderBytes) continue
      const value = new DataView(frame.buffer, frame.byteOffset).getUint32(4, true)
      const data = frame.slice(responseHeaderBytes)
      if (op === null || frame[1] === op) return [value, data]
      // The ROM answers what it does not know under the previous command's number.
      const status = describeStatus(data)
      if (data[0] === 1 && data[1] === 0x05) throw refused('run the command', status)
    }
  }

  override async checkCommand(
    what = 'run the command',
    op: number | null = null,
    data = new Uint8Array(0),
    checksum = 0,
    answerBytes = 0,
    timeoutMs = defaultTimeoutMs,
  ): Promise<number | Uint8Array> {
    const limitMs = Math.min(timeoutMs, this.IS_STUB ? Infinity : this.#romLimitMs(data.length))
    const [value, answer] = await this.command(op, data, checksum, true, limitMs)
    // A refusal comes without the data that was asked for.
    const statusAt = answer.length >= answerBytes + 2 ? answerBytes : 0
    const status = describeStatus(answer.subarray(statusAt))
    if (status) throw refused(what, status)
    if (answer.length < answerBytes + 2) throw refused(what, `${answer.length} bytes of answer`)
    return answerBytes > 0 ? answer.slice(0, answerBytes) : value
  }

  /** The ROM answers in some ms, once everything has arrived: a damaged frame shall not cost seconds. */
  #romLimitMs(bytes: number): number {
    return romAnswerMs + (bytes * 10_000) / this.wire.baudrate
  }

  /** A register, with its status checked. */
  override async readReg(address: number, timeoutMs = defaultTimeoutMs): Promise<number> {
    const what = `read register ${hex(address)}`
    const value = await this.checkCommand(what, opcode.readReg, words(address), 0, 0, timeoutMs)
    return Number(value)
  }
}

/** Numbers as the protocol sends them: 32 bits each, little endian. */
export function words(...values: number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => view.setUint32(4 * index, value, true))
  return new Uint8Array(view.buffer)
}

const refused = (what: string, status: string) =>
  new DeviceError('command-failed', `The chip refused to ${what}: ${status}.`)

/** With 0 instead of undefined here, reading the flash id takes the ESP32's way and gives nonsense. */
function esp8266(): ESP8266ROM {
  const rom = new ESP8266ROM()
  Object.defineProperty(rom, 'SPI_MOSI_DLEN_OFFS', { value: undefined })
  return rom
}

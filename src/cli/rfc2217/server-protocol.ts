/**
 * The server's side of RFC 2217: Telnet with a serial port's settings and control lines
 * (https://www.rfc-editor.org/rfc/rfc2217). Bytes in, bytes out and calls on a port; no sockets.
 */
import { telnet, Telnet } from './telnet'

const option = { BINARY: 0, ECHO: 1, SUPPRESS_GO_AHEAD: 3, COM_PORT: 44 } as const
const command = {
  SIGNATURE: 0,
  SET_BAUDRATE: 1,
  SET_DATASIZE: 2,
  SET_PARITY: 3,
  SET_STOPSIZE: 4,
  SET_CONTROL: 5,
  NOTIFY_MODEMSTATE: 7,
  PURGE_DATA: 12,
} as const
/** Added to a command's number in its answer. */
const answerOffset = 100
const purgeTransmit = 2
const signature = 'Portal Flasher virtual ESP8266'

export interface Rfc2217Port {
  baudRate: number
  readonly dataTerminalReady: boolean
  readonly requestToSend: boolean
  setLines(lines: { dataTerminalReady?: boolean; requestToSend?: boolean }): void
  send(bytes: Uint8Array): void
  purgeTransmit(): void
}

export class Rfc2217Session {
  readonly #telnet: Telnet
  #settings: Record<number, number> = {
    [command.SET_DATASIZE]: 8,
    [command.SET_PARITY]: 1,
    [command.SET_STOPSIZE]: 1,
  }

  /** @param transmit sends bytes to the client */
  constructor(
    private readonly port: Rfc2217Port,
    transmit: (bytes: Uint8Array) => void,
  ) {
    this.#telnet = new Telnet(Object.values(option), {
      transmit,
      data: (bytes) => this.port.send(bytes),
      subnegotiation: (name, [number, ...value]) => {
        if (name === option.COM_PORT && number !== undefined) this.#comPort(number, value)
      },
      will: (name) => {
        if (name === option.COM_PORT) this.#answer(command.NOTIFY_MODEMSTATE, [0])
      },
    })
  }

  /** Offers a binary connection and asks for COM-PORT-OPTION. */
  start(): void {
    const { BINARY, SUPPRESS_GO_AHEAD, COM_PORT } = option
    for (const name of [BINARY, SUPPRESS_GO_AHEAD]) this.#telnet.negotiate(telnet.DO, name)
    for (const name of [BINARY, SUPPRESS_GO_AHEAD, COM_PORT]) {
      this.#telnet.negotiate(telnet.WILL, name)
    }
  }

  /** Bytes of the serial port, for the client. */
  data(bytes: Uint8Array): void {
    this.#telnet.send(bytes)
  }

  /** Bytes from the client. */
  receive(bytes: Uint8Array): void {
    this.#telnet.receive(bytes)
  }

  #comPort(number: number, value: number[]): void {
    switch (number) {
      case command.SIGNATURE:
        if (value.length === 0) this.#answer(number, [...new TextEncoder().encode(signature)])
        return
      case command.SET_BAUDRATE:
        return this.#setBaudRate(value)
      case command.SET_DATASIZE:
      case command.SET_PARITY:
      case command.SET_STOPSIZE:
        if (value[0]) this.#settings[number] = value[0]
        return this.#answer(number, [this.#settings[number] ?? 0])
      case command.SET_CONTROL:
        return this.#answer(number, [this.#control(value[0] ?? 0)])
      case command.NOTIFY_MODEMSTATE:
        return this.#answer(number, [0])
      case command.PURGE_DATA:
        if ((value[0] ?? 0) & purgeTransmit) this.port.purgeTransmit()
        return this.#answer(number, value)
      default:
        // Masks and flow control: there is nothing to notify and nothing to suspend.
        if (number < answerOffset) this.#answer(number, value)
    }
  }

  #setBaudRate(value: number[]): void {
    const asked = value.reduce((sum, byte) => sum * 256 + byte, 0)
    if (asked > 0) this.port.baudRate = asked
    const bytes = new DataView(new ArrayBuffer(4))
    bytes.setUint32(0, this.port.baudRate)
    this.#answer(command.SET_BAUDRATE, [...new Uint8Array(bytes.buffer)])
  }

  /** @returns the value for the answer */
  #control(value: number): number {
    switch (value) {
      case 0: // which flow control? none
        return 1
      case 4: // break? off
        return 6
      case 7:
        return this.port.dataTerminalReady ? 8 : 9
      case 8:
      case 9:
        this.port.setLines({ dataTerminalReady: value === 8 })
        return value
      case 10:
        return this.port.requestToSend ? 11 : 12
      case 11:
      case 12:
        this.port.setLines({ requestToSend: value === 11 })
        return value
      case 13: // which inbound flow control? none
        return 14
      default:
        return value
    }
  }

  #answer(number: number, value: readonly number[]): void {
    this.#telnet.sendSubnegotiation(option.COM_PORT, [number + answerOffset, ...value])
  }
}

/**
 * The server's side of RFC 2217: telnet with a serial port's settings and control lines
 * (https://www.rfc-editor.org/rfc/rfc2217). Bytes in, bytes out and calls on a port; no sockets.
 */

const telnet = { SE: 240, SB: 250, WILL: 251, WONT: 252, DO: 253, DONT: 254, IAC: 255 } as const
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

type State = 'data' | 'command' | 'negotiate' | 'subnegotiation' | 'subnegotiation-command'

export class Rfc2217Session {
  #state: State = 'data'
  #verb = 0
  #suboption: number[] = []
  #ours = new Set<number>()
  #theirs = new Set<number>()
  #settings: Record<number, number> = {
    [command.SET_DATASIZE]: 8,
    [command.SET_PARITY]: 1,
    [command.SET_STOPSIZE]: 1,
  }

  constructor(
    private readonly port: Rfc2217Port,
    /** Towards the client. */
    private readonly transmit: (bytes: Uint8Array) => void,
  ) {}

  /** Offers a binary connection and asks for COM-PORT-OPTION. */
  start(): void {
    for (const name of [option.BINARY, option.SUPPRESS_GO_AHEAD]) this.#agree(telnet.DO, name)
    for (const name of [option.BINARY, option.SUPPRESS_GO_AHEAD, option.COM_PORT]) {
      this.#agree(telnet.WILL, name)
    }
  }

  /** Bytes of the serial port, for the client. */
  data(bytes: Uint8Array): void {
    this.transmit(doubledIac(bytes))
  }

  /** Bytes from the client. */
  receive(bytes: Uint8Array): void {
    const data: number[] = []
    const flush = () => {
      if (data.length > 0) this.port.send(Uint8Array.from(data.splice(0)))
    }
    for (const byte of bytes) {
      if (this.#state === 'data' && byte !== telnet.IAC) data.push(byte)
      else if (this.#state === 'command' && byte === telnet.IAC) data.push(byte)
      else flush()
      this.#advance(byte)
    }
    flush()
  }

  #advance(byte: number): void {
    switch (this.#state) {
      case 'data':
        if (byte === telnet.IAC) this.#state = 'command'
        return
      case 'command':
        return this.#startCommand(byte)
      case 'negotiate':
        this.#state = 'data'
        return this.#negotiate(this.#verb, byte)
      case 'subnegotiation':
        if (byte === telnet.IAC) this.#state = 'subnegotiation-command'
        else this.#suboption.push(byte)
        return
      case 'subnegotiation-command':
        return this.#continueSubnegotiation(byte)
    }
  }

  #startCommand(byte: number): void {
    this.#verb = byte
    this.#suboption = []
    if (byte === telnet.SB) this.#state = 'subnegotiation'
    else this.#state = byte >= telnet.WILL && byte <= telnet.DONT ? 'negotiate' : 'data'
  }

  #continueSubnegotiation(byte: number): void {
    this.#state = byte === telnet.SE ? 'data' : 'subnegotiation'
    if (byte === telnet.IAC) this.#suboption.push(byte)
    if (byte !== telnet.SE) return
    const [name, number, ...value] = this.#suboption
    if (name === option.COM_PORT && number !== undefined) this.#comPort(number, value)
  }

  #negotiate(verb: number, name: number): void {
    const known = Object.values<number>(option).includes(name)
    if (verb === telnet.DO) this.#agree(known ? telnet.WILL : telnet.WONT, name)
    if (verb === telnet.DONT) this.#agree(telnet.WONT, name)
    if (verb === telnet.WILL) this.#agree(known ? telnet.DO : telnet.DONT, name)
    if (verb === telnet.WONT) this.#agree(telnet.DONT, name)
    if (verb === telnet.WILL && name === option.COM_PORT)
      this.#answer(command.NOTIFY_MODEMSTATE, [0])
  }

  /** Says it only if it is news, or the two sides would confirm each other for ever. */
  #agree(verb: number, name: number): void {
    const side = verb === telnet.WILL || verb === telnet.WONT ? this.#ours : this.#theirs
    const active = verb === telnet.WILL || verb === telnet.DO
    const refusal = !active && !Object.values<number>(option).includes(name)
    if (side.has(name) === active && !refusal) return
    if (active) side.add(name)
    else side.delete(name)
    this.transmit(Uint8Array.of(telnet.IAC, verb, name))
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

  /** Gives the value for the answer. */
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

  #answer(number: number, value: number[]): void {
    const body = doubledIac(Uint8Array.from(value))
    const head = [telnet.IAC, telnet.SB, option.COM_PORT, number + answerOffset]
    this.transmit(Uint8Array.of(...head, ...body, telnet.IAC, telnet.SE))
  }
}

function doubledIac(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(telnet.IAC)) return bytes
  return Uint8Array.from(
    [...bytes].flatMap((byte) => (byte === telnet.IAC ? [byte, byte] : [byte])),
  )
}

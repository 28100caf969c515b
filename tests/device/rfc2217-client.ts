/**
 * The client's side of RFC 2217: a serial port on another machine, or behind `npm run board`
 * (https://www.rfc-editor.org/rfc/rfc2217). Orders keep their place between the data; answers are not
 * waited for.
 */
import { connect, type Socket } from 'node:net'

const telnet = { SE: 240, SB: 250, WILL: 251, WONT: 252, DO: 253, DONT: 254, IAC: 255 } as const
const option = { BINARY: 0, SUPPRESS_GO_AHEAD: 3, COM_PORT: 44 } as const
const command = { SET_BAUDRATE: 1, SET_DATASIZE: 2, SET_PARITY: 3, SET_STOPSIZE: 4, SET_CONTROL: 5 }
const control = { breakOn: 5, breakOff: 6, dtrOn: 8, dtrOff: 9, rtsOn: 11, rtsOff: 12 } as const
const wanted: number[] = Object.values(option)

export interface Lines {
  dataTerminalReady: boolean
  requestToSend: boolean
}

export class Rfc2217Client {
  #data: (bytes: Uint8Array) => void = () => undefined
  #parser = new TelnetParser((verb, name) => this.#negotiate(verb, name))
  #agreed = new Set<string>()
  #lines: Lines = { dataTerminalReady: false, requestToSend: false }

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      const data = this.#parser.dataOf(bytes)
      if (data.length > 0) this.#data(data)
    })
    for (const name of wanted) {
      this.#agree(telnet.WILL, name)
      this.#agree(telnet.DO, name)
    }
    this.#order(command.SET_DATASIZE, 8)
    this.#order(command.SET_PARITY, 1) // none
    this.#order(command.SET_STOPSIZE, 1)
  }

  /** Rejects with the system's error when nobody is there. */
  static open(host: string, port: number): Promise<Rfc2217Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new Rfc2217Client(socket)))
      socket.once('error', reject)
    })
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#data = listener
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener)
  }

  /** Calls `sent` when the network has taken the bytes. */
  send(bytes: Uint8Array, sent: () => void): void {
    const doubled = [...bytes].flatMap((byte) => (byte === telnet.IAC ? [byte, byte] : [byte]))
    this.socket.write(Uint8Array.from(doubled), () => sent())
  }

  setBaudRate(baudRate: number): void {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(baudRate)
    this.#order(command.SET_BAUDRATE, ...bytes)
  }

  /** RTS goes first where both are let go, or EN would be pulled in between. */
  setLines(lines: Lines): void {
    const { dataTerminalReady: dtr, requestToSend: rts } = lines
    const before = this.#lines
    this.#lines = lines
    const setDtr = () =>
      before.dataTerminalReady !== dtr &&
      this.#order(command.SET_CONTROL, dtr ? control.dtrOn : control.dtrOff)
    const setRts = () =>
      before.requestToSend !== rts &&
      this.#order(command.SET_CONTROL, rts ? control.rtsOn : control.rtsOff)
    if (!dtr && !rts) return void [setRts(), setDtr()]
    setDtr()
    setRts()
  }

  setBreak(isOn: boolean): void {
    this.#order(command.SET_CONTROL, isOn ? control.breakOn : control.breakOff)
  }

  close(): void {
    this.socket.removeAllListeners('close')
    this.socket.destroy()
  }

  #order(number: number, ...value: number[]): void {
    const doubled = value.flatMap((byte) => (byte === telnet.IAC ? [byte, byte] : [byte]))
    const { IAC, SB, SE } = telnet
    this.socket.write(Uint8Array.of(IAC, SB, option.COM_PORT, number, ...doubled, IAC, SE))
  }

  #negotiate(verb: number, name: number): void {
    const known = wanted.includes(name)
    if (verb === telnet.DO) this.#agree(known ? telnet.WILL : telnet.WONT, name)
    if (verb === telnet.WILL) this.#agree(known ? telnet.DO : telnet.DONT, name)
  }

  /** Once each, or the two sides would confirm each other for ever. */
  #agree(verb: number, name: number): void {
    const key = `${verb} ${name}`
    if (this.#agreed.has(key)) return
    this.#agreed.add(key)
    this.socket.write(Uint8Array.of(telnet.IAC, verb, name))
  }
}

type State = 'data' | 'command' | 'option' | 'sub' | 'sub-command'

/** Takes the telnet out of what arrives, however it is cut. */
class TelnetParser {
  #state: State = 'data'
  #verb = 0

  constructor(private readonly negotiate: (verb: number, name: number) => void) {}

  dataOf(bytes: Uint8Array): Uint8Array {
    return bytes.filter((byte) => this.#isData(byte))
  }

  #isData(byte: number): boolean {
    const state = this.#state
    if (state === 'data') return byte !== telnet.IAC || this.#go('command')
    if (state === 'command') return this.#command(byte)
    if (state === 'sub') return byte === telnet.IAC && this.#go('sub-command')
    if (state === 'sub-command') return this.#go(byte === telnet.SE ? 'data' : 'sub')
    this.negotiate(this.#verb, byte)
    return this.#go('data')
  }

  #command(byte: number): boolean {
    this.#verb = byte
    if (byte === telnet.SB) return this.#go('sub')
    if (byte >= telnet.WILL && byte <= telnet.DONT) return this.#go('option')
    this.#go('data')
    return byte === telnet.IAC
  }

  #go(state: State): false {
    this.#state = state
    return false
  }
}

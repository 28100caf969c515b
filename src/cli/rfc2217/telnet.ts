/**
 * The server's side of Telnet (RFC 854) with option negotiation (RFC 855): separates the data from commands,
 * and answers WILL, WONT, DO and DONT. Bytes in, bytes out; no sockets.
 */

export const telnet = {
  SE: 240,
  SB: 250,
  WILL: 251,
  WONT: 252,
  DO: 253,
  DONT: 254,
  IAC: 255,
} as const

export interface TelnetHandlers {
  /** Towards the client. */
  transmit(bytes: Uint8Array): void
  data(bytes: Uint8Array): void
  subnegotiation(option: number, content: number[]): void
  /** The client has answered or offered this option with WILL. */
  will(option: number): void
}

type State = 'data' | 'command' | 'negotiate' | 'subnegotiation' | 'subnegotiation-command'

export class Telnet {
  #state: State = 'data'
  #verb = 0
  #suboption: number[] = []
  #ours = new Set<number>()
  #theirs = new Set<number>()

  /** @param options those that are agreed to; all others are refused */
  constructor(
    private readonly options: readonly number[],
    private readonly handlers: TelnetHandlers,
  ) {}

  /** Bytes from the client. */
  receive(bytes: Uint8Array): void {
    const data: number[] = []
    const flush = () => {
      if (data.length > 0) this.handlers.data(Uint8Array.from(data.splice(0)))
    }
    for (const byte of bytes) {
      if (this.#state === 'data' && byte !== telnet.IAC) data.push(byte)
      else if (this.#state === 'command' && byte === telnet.IAC) data.push(byte)
      else flush()
      this.#advance(byte)
    }
    flush()
  }

  /** Data for the client. */
  send(bytes: Uint8Array): void {
    this.handlers.transmit(doubledIac(bytes))
  }

  sendSubnegotiation(option: number, content: readonly number[]): void {
    const body = doubledIac(Uint8Array.from(content))
    const { IAC, SB, SE } = telnet
    this.handlers.transmit(Uint8Array.of(IAC, SB, option, ...body, IAC, SE))
  }

  /** Sends `verb` only if it changes something: otherwise both sides would confirm each other for ever. */
  negotiate(verb: number, option: number): void {
    const side = verb === telnet.WILL || verb === telnet.WONT ? this.#ours : this.#theirs
    const active = verb === telnet.WILL || verb === telnet.DO
    const refusal = !active && !this.options.includes(option)
    if (side.has(option) === active && !refusal) return
    if (active) side.add(option)
    else side.delete(option)
    this.handlers.transmit(Uint8Array.of(telnet.IAC, verb, option))
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
        return this.#answerNegotiation(this.#verb, byte)
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
    const [option, ...content] = this.#suboption
    if (option !== undefined) this.handlers.subnegotiation(option, content)
  }

  #answerNegotiation(verb: number, option: number): void {
    const known = this.options.includes(option)
    if (verb === telnet.DO) this.negotiate(known ? telnet.WILL : telnet.WONT, option)
    if (verb === telnet.DONT) this.negotiate(telnet.WONT, option)
    if (verb === telnet.WILL) this.negotiate(known ? telnet.DO : telnet.DONT, option)
    if (verb === telnet.WONT) this.negotiate(telnet.DONT, option)
    if (verb === telnet.WILL) this.handlers.will(option)
  }
}

/** RFC 854: a data byte 255 is sent twice. */
function doubledIac(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(telnet.IAC)) return bytes
  return Uint8Array.from(
    [...bytes].flatMap((byte) => (byte === telnet.IAC ? [byte, byte] : [byte])),
  )
}

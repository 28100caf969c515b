/** The program behind the pseudo-terminal, as events: native/serial-pty.c explains its frames. */
import { spawn, type ChildProcess } from 'node:child_process'

/** What the browser does with the port. */
export interface PtyEvents {
  opened(): void
  closed(): void
  baudRate(rate: number): void
  lines(lines: { dataTerminalReady: boolean; requestToSend: boolean }): void
  break(isOn: boolean): void
  data(bytes: Uint8Array): void
}

const headBytes = 3
const mostBytes = 0xffff

/** Whose habits native/serial-pty.c follows. */
export type PtyBrowser = 'chromium' | 'firefox'

export class PtyLine {
  /** Of the slave, such as "/dev/pts/3". */
  path = ''
  #child: ChildProcess
  #pending = Buffer.alloc(0)
  #named: (path: string) => void = () => undefined
  #done: () => void = () => undefined

  private constructor(
    program: string,
    socket: string,
    private readonly events: PtyEvents,
    browser: PtyBrowser,
  ) {
    const given = browser === 'firefox' ? [socket, browser] : [socket]
    this.#child = spawn(program, given, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk))
  }

  static async open(
    program: string,
    socket: string,
    events: PtyEvents,
    browser: PtyBrowser = 'chromium',
  ): Promise<PtyLine> {
    const line = new PtyLine(program, socket, events, browser)
    await new Promise<void>((resolve, reject) => {
      line.#child.once('exit', (code) => reject(new Error(`serial-pty ended with ${code}`)))
      line.#named = (path) => {
        line.path = path
        resolve()
      }
    })
    return line
  }

  send(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += mostBytes) {
      this.#frame('D', bytes.subarray(at, at + mostBytes))
    }
  }

  /** So many bytes have left for the wire: the browser may write as many more. */
  grant(byteCount: number): void {
    const payload = Buffer.alloc(2)
    payload.writeUInt16LE(byteCount)
    this.#frame('G', payload)
  }

  /** Pulls the cable: whoever has the port open loses it. */
  hangUp(): void {
    this.#frame('U')
  }

  /** Another program has the port open for itself, until it lets go. */
  hold(isHeld: boolean): Promise<void> {
    this.#frame(isHeld ? 'X' : 'N')
    return new Promise((resolve) => (this.#done = resolve))
  }

  /** What the receiver meets on the line instead of a byte. */
  disturb(error: 'break' | 'parity'): void {
    this.#frame('M', Uint8Array.of(error === 'break' ? 0 : 1))
  }

  announce(udevMessage: Uint8Array): void {
    this.#frame('E', udevMessage)
  }

  close(): void {
    this.#child.removeAllListeners('exit')
    this.#child.kill()
  }

  #frame(type: string, payload: Uint8Array = new Uint8Array()): void {
    const head = Buffer.from([type.charCodeAt(0), payload.length & 0xff, payload.length >> 8])
    this.#child.stdin?.write(Buffer.concat([head, payload]))
  }

  #receive(chunk: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    while (this.#pending.length >= headBytes) {
      const end = headBytes + this.#pending.readUInt16LE(1)
      if (this.#pending.length < end) return
      const type = String.fromCharCode(this.#pending[0]!)
      const payload = this.#pending.subarray(headBytes, end)
      this.#pending = this.#pending.subarray(end)
      this.#dispatch(type, payload)
    }
  }

  #dispatch(type: string, payload: Buffer): void {
    const { events } = this
    if (type === 'P') this.#named(payload.toString())
    if (type === 'A') this.#done()
    if (type === 'O') events.opened()
    if (type === 'C') events.closed()
    if (type === 'B') events.baudRate(payload.readUInt32LE())
    if (type === 'K') events.break(payload[0] === 1)
    if (type === 'D') events.data(new Uint8Array(payload))
    if (type !== 'L') return
    const bits = payload[0] ?? 0
    events.lines({ dataTerminalReady: (bits & 1) !== 0, requestToSend: (bits & 2) !== 0 })
  }
}

/**
 * Event mode of the CP210x: line status as escapes in the stream of received bytes. After the Linux kernel's
 * cp210x_process_char, drivers/usb/serial/cp210x.c (6.12).
 */
import type { Received } from './driver'
import type { LineErrorName } from './port-errors'

/** What follows the escape. */
const event = { escapedByte: 0, byteWithStatus: 1, status: 2, modemStatus: 3 } as const
const statusBits = { overrun: 0x02, parity: 0x04, framing: 0x08, break: 0x10 } as const

type State = 'data' | 'escape' | 'status of byte' | 'byte' | 'status' | 'skip'

export class EventEscapes {
  #state: State = 'data'
  #status = 0

  constructor(private readonly escape: number) {}

  /** Escapes may be split over two transfers. */
  unpack(data: Uint8Array): Received {
    const out: (number[] | LineErrorName)[] = []
    for (const byte of data) {
      for (const item of this.#take(byte)) {
        const last = out.at(-1)
        if (typeof item !== 'number') out.push(item)
        else if (Array.isArray(last)) last.push(item)
        else out.push([item])
      }
    }
    return out.map((part) => (Array.isArray(part) ? Uint8Array.from(part) : part))
  }

  #take(byte: number): (number | LineErrorName)[] {
    const state = this.#state
    this.#state = 'data'
    if (state === 'escape') return this.#afterEscape(byte)
    if (state === 'status of byte') {
      this.#status = byte
      this.#state = 'byte'
      return []
    }
    if (state === 'byte') return withStatus(byte, this.#status)
    if (state === 'status') return overrunOf(byte)
    if (state === 'skip') return []
    if (byte !== this.escape) return [byte]
    this.#state = 'escape'
    return []
  }

  #afterEscape(what: number): number[] {
    if (what === event.escapedByte) return [this.escape]
    if (what === event.byteWithStatus) this.#state = 'status of byte'
    if (what === event.status) this.#state = 'status'
    if (what === event.modemStatus) this.#state = 'skip'
    return []
  }
}

/** As on a Linux tty, where framing and parity errors are one. The byte of a break is none. */
function withStatus(byte: number, status: number): (number | LineErrorName)[] {
  const overrun = overrunOf(status)
  if (status & statusBits.break) return [...overrun, 'BreakError']
  if (status & (statusBits.parity | statusBits.framing)) return [...overrun, 'ParityError']
  return [...overrun, byte]
}

const overrunOf = (status: number): LineErrorName[] =>
  status & statusBits.overrun ? ['BufferOverrunError'] : []

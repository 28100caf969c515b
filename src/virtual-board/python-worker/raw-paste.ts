/**
 * The receiving end of raw-paste mode. The WebAssembly port accepts the request but then waits for bytes that it
 * never gets, so raw paste is implemented here, and the code goes to the plain raw REPL.
 * https://docs.micropython.org/en/latest/reference/repl.html#raw-paste-mode, shared/runtime/pyexec.c
 * (do_reader_stdin), tests/golden/repl-v1.23.0.json.
 */

export const CTRL_A = 0x01
export const CTRL_B = 0x02
export const CTRL_C = 0x03
export const CTRL_D = 0x04
export const CTRL_E = 0x05

const windowBytes = 128
/** As the chip announces it: 128, u16 little endian, and the first window is free. */
export const welcome = Uint8Array.of(0x52, 0x01, windowBytes, 0, 0x01)
/** To a request for anything but 'A'. */
export const unsupported = Uint8Array.of(0x52, 0x00)
export const windowFreed = Uint8Array.of(0x01)
/** The end of the data acknowledged, the end of the (no) output, the exception, its end, the prompt. */
export const cancelled = new TextEncoder().encode('\x04\x04KeyboardInterrupt: \r\n\x04>')

export class RawPaste {
  readonly code: number[] = []
  #inWindow = 0

  /** Takes one byte; returns whether more follows, a window is free again, or the code has ended or was cancelled. */
  push(byte: number): 'more' | 'window' | 'end' | 'cancelled' {
    if (byte === CTRL_C) return 'cancelled'
    if (byte === CTRL_D) return 'end'
    this.code.push(byte)
    if (++this.#inWindow < windowBytes) return 'more'
    this.#inWindow = 0
    return 'window'
  }
}

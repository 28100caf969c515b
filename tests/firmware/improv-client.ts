/** The client's side of Improv Wi-Fi Serial, version 1, written after https://www.improv-wifi.com/serial/. */
import type { Board } from './board'

const header = [...Buffer.from('IMPROV'), 1]

export interface ImprovFrame {
  type: number
  data: number[]
}

const sum = (bytes: readonly number[]) => bytes.reduce((total, byte) => total + byte, 0) & 255

/** A frame without a line's end. */
export function frame(type: number, data: readonly number[]): number[] {
  const bytes = [...header, type, data.length, ...data]
  return [...bytes, sum(bytes)]
}

/** A frame with a command. */
export const command = (id: number, data: readonly number[] = []) =>
  frame(3, [id, data.length, ...data])

/** The command with the settings of a network; text as UTF-8. */
export function settings(ssid: string | Uint8Array, password: string | Uint8Array): number[] {
  const parts = [ssid, password].map((part) => [...Buffer.from(part)])
  return command(
    1,
    parts.flatMap((part) => [part.length, ...part]),
  )
}

export const STATE = command(2)
export const INFORMATION = command(3)
export const SCAN = command(4)

/** What the board has said, divided into frames and the lines around them. */
export interface Heard {
  frames: ImprovFrame[]
  lines: string[]
}

/** Reads line by line as clients do: a frame begins a line and ends it. */
export function hear(bytes: Uint8Array): Heard {
  const heard: Heard = { frames: [], lines: [] }
  for (let at = 0; at < bytes.length;) {
    if (header.every((byte, i) => bytes[at + i] === byte)) {
      const end = at + 10 + (bytes[at + 8] ?? 0)
      const whole = [...bytes.subarray(at, end)]
      if (whole.at(-1) !== sum(whole.slice(0, -1))) throw new Error('A checksum is wrong.')
      if (bytes[end] !== 13 || bytes[end + 1] !== 10) throw new Error('A frame ends no line.')
      heard.frames.push({ type: whole[7] ?? 0, data: whole.slice(9, -1) })
      at = end + 2
      continue
    }
    const end = bytes.indexOf(10, at)
    const line = bytes.subarray(at, end < 0 ? bytes.length : end)
    heard.lines.push(new TextDecoder().decode(line).replace(/\r$/, ''))
    at += line.length + 1
  }
  return heard
}

/** The strings of a result. */
export function strings({ data }: ImprovFrame): string[] {
  const found: string[] = []
  for (let at = 2; at < data.length; at += 1 + (data[at] ?? 0))
    found.push(Buffer.from(data.slice(at + 1, at + 1 + (data[at] ?? 0))).toString())
  return found
}

/** A frame in words, for comparisons: 'state 2', 'error 0', 'result 3: MicroPython, 1.23.0, …'. */
export function inWords(one: ImprovFrame): string {
  if (one.type === 4) {
    if (one.data[1] !== one.data.length - 2) throw new Error('The size of a result is wrong.')
    return [`result ${one.data[0]}`, strings(one).join(', ')].filter(Boolean).join(': ')
  }
  return `${['', 'state', 'error'][one.type] ?? one.type} ${one.data.join(' ')}`
}

/** Sends the frame and waits `ms` of the board's time; the board's frames in words since the last call. */
export function* say(board: Board, bytes: Iterable<number>, ms = 100) {
  board.world.console.send(bytes)
  yield ms
  return hear(board.output()).frames.map(inWords)
}

/**
 * What a board says, read strictly: it may be hostile, or the line noisy. What does not fit the protocol is
 * nothing. https://www.improv-wifi.com/serial/
 */
import { frameType, type ImprovFrame } from './frame'

export type ImprovState = 'ready' | 'joining' | 'joined'
export type ImprovError = 'none' | 'damaged' | 'unknown-command' | 'unable' | 'other'

export type ImprovMessage =
  | { is: 'state'; state: ImprovState }
  | { is: 'error'; error: ImprovError }
  /** `command`: what it is an answer to. */
  | { is: 'result'; command: number; strings: Uint8Array[] }

const states = new Map<number, ImprovState>([
  [2, 'ready'],
  [3, 'joining'],
  [4, 'joined'],
])
const errors = new Map<number, ImprovError>([
  [0, 'none'],
  [1, 'damaged'],
  [2, 'unknown-command'],
  [3, 'unable'],
])

/** Undefined for what the protocol does not have. */
export function readMessage({ type, data }: ImprovFrame): ImprovMessage | undefined {
  const [first] = data
  if (first === undefined) return undefined
  if (type === frameType.result) return readResult(data)
  if (data.length !== 1) return undefined
  if (type === frameType.error) return { is: 'error', error: errors.get(first) ?? 'other' }
  const state = type === frameType.state ? states.get(first) : undefined
  return state && { is: 'state', state }
}

/** The command, the size of the rest, and in the rest strings, each after its length. */
function readResult(data: Uint8Array): ImprovMessage | undefined {
  const [command = 0, sizeBytes] = data
  const rest = data.subarray(2)
  if (sizeBytes !== rest.length) return undefined
  const strings: Uint8Array[] = []
  for (let at = 0; at < rest.length;) {
    const end = at + 1 + (rest[at] ?? 0)
    if (end > rest.length) return undefined
    strings.push(rest.slice(at + 1, end))
    at = end
  }
  return { is: 'result', command, strings }
}

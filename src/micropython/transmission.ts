/**
 * How source text gets into a board that is in the raw REPL: raw paste with its flow control, or
 * small pieces with pauses for a board that does not know it. Returns when the board has all the
 * code; what the code prints is somebody else's job.
 */
import { delay } from '../async/deadline'
import { DeviceError } from '../errors'
import type { ByteReader } from '../serial/byte-reader'
import { END_OF_DATA, PasteWindow } from './paste-window'
import type { Deadline } from './deadlines'
import { CTRL_A, CTRL_D, CTRL_E, rawBanner, send, type Wire } from './raw-repl-entry'

const answerTimeoutMs = 2000

/** Half the board's input ring of 256 bytes, which silently drops what does not fit. */
const plainPieceBytes = 128
/** On top of the time on the wire: for a board that is collecting garbage just then. */
const plainPauseMs = 10

export interface SendOptions {
  /** How many bytes of the code have been handed to the driver. */
  onSent?: (sentBytes: number) => void
  /** Another exec follows at once: its raw paste is asked for before this code even runs. */
  more?: boolean
}

const rawPasteRequest = [CTRL_E, 0x41, CTRL_A]

/** Asks the raw prompt for raw paste; the answer comes when it has nothing else to do. */
export function requestRawPaste(wire: Wire, deadline: Deadline): Promise<void> {
  return send(wire, rawPasteRequest, deadline)
}

/** 'unsupported': back at the raw prompt. 'silent': nobody knows where. */
export async function rawPasteAnswer(
  { reader }: Wire,
  deadline: Deadline,
): Promise<PasteWindow | 'unsupported' | 'silent'> {
  return (await deadline.attempt(answerTimeoutMs, (step) => readAnswer(reader, step))) ?? 'silent'
}

async function readAnswer(
  reader: ByteReader,
  deadline: Deadline,
): Promise<PasteWindow | 'unsupported'> {
  const answer = new TextDecoder('latin1').decode(await reader.read(2, deadline.options))
  if (answer === 'R\x01') {
    const [low = 0, high = 0] = await reader.read(2, deadline.options)
    return new PasteWindow(low | (high << 8))
  }
  // To firmware older than raw paste the Ctrl-A at the end is just a Ctrl-A: it greets anew.
  if (answer === 'ra') await reader.readUntil(rawBanner.slice(answer.length), deadline.options)
  else if (answer === 'R\x00') await reader.readUntil('>', deadline.options)
  else throw new DeviceError('repl-protocol', 'The answer to the raw paste request was noise.')
  return 'unsupported'
}

/** Tells whether the next raw paste has been requested already, as `more` wanted. */
export async function rawPaste(
  wire: Wire,
  window: PasteWindow,
  code: Uint8Array,
  deadline: Deadline,
  { onSent, more = false }: SendOptions = {},
): Promise<boolean> {
  let sent = 0
  while (sent < code.length && !window.ended) {
    const granted = window.grant(code.length - sent)
    if (granted > 0) {
      await send(wire, code.subarray(sent, sent + granted), deadline)
      sent += granted
      onSent?.(sent)
    }
    if (granted === 0 || wire.reader.buffered.length > 0) await readGrants(wire, window, deadline)
  }
  // Ctrl-D waits in the board's input ring like any byte: two whole windows leave it no place.
  await roomFor(1, wire, window, deadline)
  const requested = more && (await roomFor(1 + rawPasteRequest.length, wire, window, deadline))
  await send(wire, requested ? [CTRL_D, ...rawPasteRequest] : [CTRL_D], deadline)
  while (!window.ended) await readGrants(wire, window, deadline)
  return requested
}

/** Waits until the board has room for so many bytes; false if it has ended the paste instead. */
async function roomFor(bytes: number, wire: Wire, window: PasteWindow, deadline: Deadline) {
  while (!window.ended && window.credit < bytes) await readGrants(wire, window, deadline)
  return !window.ended
}

/** Waits for a word of flow control and reads up to the last one that is there. */
async function readGrants({ reader }: Wire, window: PasteWindow, deadline: Deadline) {
  const grants = await reader.readUntil((received) => {
    const end = received.indexOf(END_OF_DATA)
    return end >= 0 ? end + 1 : received.length || undefined
  }, deadline.options)
  for (const byte of grants) {
    if (window.receive(byte)) continue
    throw new DeviceError('repl-protocol', `Unexpected byte ${byte} during raw paste.`)
  }
}

/** Without flow control: slower than the wire, so that nothing piles up in the board. */
export async function plainSend(
  wire: Wire,
  code: Uint8Array,
  deadline: Deadline,
  { onSent }: SendOptions = {},
): Promise<void> {
  const pauseMs = (plainPieceBytes * 10_000) / wire.link.baudRate + plainPauseMs
  for (let sent = 0; sent < code.length; sent += plainPieceBytes) {
    await send(wire, code.subarray(sent, sent + plainPieceBytes), deadline)
    await deadline.race(delay(pauseMs, { signal: deadline.signal }))
    onSent?.(Math.min(code.length, sent + plainPieceBytes))
  }
  await send(wire, [CTRL_D], deadline)
  const answer = new TextDecoder('latin1').decode(await wire.reader.read(2, deadline.options))
  if (answer === 'OK') return
  throw new DeviceError('repl-protocol', 'The raw REPL did not confirm the code.')
}

/** Code that holds these would end, or be dropped, halfway. */
export function refuseControlCharacters(code: Uint8Array): void {
  const control = code.find((byte) => byte >= CTRL_A && byte <= CTRL_D)
  if (control === undefined) return
  throw new DeviceError('repl-protocol', `The code holds the control character ${control}.`)
}

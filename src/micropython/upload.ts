/**
 * One file onto the board: into a temporary file piece by piece, hashed from flash, then renamed over
 * the old one, which stays whole until that moment. Expects `defineSum` on the board. Must not know
 * why the file is written.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { DeviceError } from '../errors'
import { bytesLiteral } from './python-literal'
import type { Repl } from './repl'
import { beginFile, finishFile } from './snippets'

/**
 * Payload of one exec, in bytes. Lexer and compiler hold it twice at a time, in one piece each; the
 * round trip between two execs costs about as much as 60 bytes on the wire.
 */
const largestPieceBytes = 2048
const smallestPieceBytes = 256

export interface UploadOptions {
  signal?: AbortSignal
  /** Payload bytes of this file that have been handed to the driver. */
  onSent?: (sentBytes: number) => void
}

export const hashOf = (bytes: Uint8Array) => bytesToHex(sha256(bytes))

/** Throws `upload-corrupt`, `no-space`, …; then the file at `path` is the old one. */
export async function uploadFile(
  repl: Repl,
  path: string,
  bytes: Uint8Array,
  options: UploadOptions,
): Promise<void> {
  for (let pieceBytes = largestPieceBytes; ; pieceBytes /= 2) {
    try {
      return await uploadInPieces(repl, path, bytes, pieceBytes, options)
    } catch (error) {
      // A heap in splinters may still have room for smaller pieces.
      const full = error instanceof DeviceError && error.code === 'no-memory'
      if (!full || pieceBytes <= smallestPieceBytes) throw error
    }
  }
}

async function uploadInPieces(
  repl: Repl,
  path: string,
  bytes: Uint8Array,
  pieceBytes: number,
  { signal, onSent }: UploadOptions,
): Promise<void> {
  const expected = hashOf(bytes)
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  let printed = ''
  for (let i = 0; i < count; i++) {
    const from = i * pieceBytes
    const piece = bytes.subarray(from, from + pieceBytes)
    const code = pieceSource(piece, i === 0, i === count - 1 && finishFile(path, expected))
    const report = (sent: number) => onSent?.(from + (piece.length * sent) / code.length)
    printed = await repl.exec(code, { signal, onSent: report })
  }
  if (printed.trim() === expected) return
  throw new DeviceError('upload-corrupt', `${path} arrived with another SHA-256 than it left with.`)
}

/** A small file is one exec: open, write, check and rename in a single round trip. */
function pieceSource(piece: Uint8Array, first: boolean, finish: string | false): Uint8Array {
  const encode = (text: string) => [...new TextEncoder().encode(text)]
  return Uint8Array.from([
    ...encode(first ? `${beginFile}_pf_write(` : '_pf_write('),
    ...bytesLiteral(piece),
    ...encode(`)\n${finish || ''}`),
  ])
}

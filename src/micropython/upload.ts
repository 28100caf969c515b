/**
 * One file onto the board: into a temporary file piece by piece, hashed from flash, then renamed over
 * the old one, which stays whole until that moment. Expects `prepareUpload` on the board. Must not know
 * why the file is written.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { DeviceError } from '../errors'
import { bytesLiteral, stringLiteral } from './python-literal'
import type { Repl } from './repl'

/**
 * Payload of one exec, in bytes. Lexer and compiler hold it twice at a time, each in one piece of the
 * heap; the round trip between two execs costs about as much as 60 bytes on the wire.
 */
const largestPieceBytes = 4096
const smallestPieceBytes = 256

export interface UploadOptions {
  signal?: AbortSignal
  /** Payload bytes of this file that have been handed to the driver. */
  onSent?: (sentBytes: number) => void
}

export const hashOf = (bytes: Uint8Array) => bytesToHex(sha256(bytes))

/** Uploads one after another, in pieces as large as the board's heap has shown to bear. */
export class Uploader {
  #pieceBytes = largestPieceBytes

  constructor(readonly repl: Repl) {}

  /** Throws `upload-corrupt`, `no-space`, …; then the file at `path` is the old one. */
  async upload(path: string, bytes: Uint8Array, options: UploadOptions): Promise<void> {
    for (;;) {
      try {
        return await uploadInPieces(this.repl, path, bytes, this.#pieceBytes, options)
      } catch (error) {
        // A heap in splinters may still have room for smaller pieces.
        const full = error instanceof DeviceError && error.code === 'no-memory'
        if (!full || this.#pieceBytes <= smallestPieceBytes) throw error
        this.#pieceBytes /= 2
      }
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
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  const finish = finishSource(path, sha256(bytes))
  let printed = ''
  for (let i = 0; i < count; i++) {
    const from = i * pieceBytes
    const piece = bytes.subarray(from, from + pieceBytes)
    // A small file is one exec: open, write, check and rename in a single round trip.
    const code = join([
      encode(i === 0 ? '_pf_b(' : '_pf_w('),
      bytesLiteral(piece),
      encode(')\n'),
      ...(i === count - 1 ? finish : []),
    ])
    const report = (sent: number) => onSent?.(from + (piece.length * sent) / code.length)
    printed = await repl.exec(code, { signal, onSent: report, more: true })
  }
  if (printed.trim() === '1') return
  throw new DeviceError('upload-corrupt', `${path} arrived with another SHA-256 than it left with.`)
}

const finishSource = (path: string, digest: Uint8Array) => [
  encode(`_pf_e(${stringLiteral(path)},`),
  bytesLiteral(digest),
  encode(')\n'),
]

const encode = (text: string) => new TextEncoder().encode(text)

function join(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

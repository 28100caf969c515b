/**
 * Files onto the board: each into a temporary file piece by piece, hashed from flash, then renamed
 * over the old one, which stays whole until that moment. Expects `prepareUpload` on the board. Must
 * not know why the files are written.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '../bytes/bytes'
import { DeviceError } from '../errors'
import type { BoardFile } from './board-file'
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
  /** Payload bytes that have been handed to the driver, of all files together. */
  onSent?: (sentBytes: number) => void
}

/** Uploads in order. Throws `upload-corrupt`, `no-space`, …; then that file is the old one. */
export async function uploadFiles(
  repl: Repl,
  files: readonly BoardFile[],
  options: UploadOptions,
): Promise<void> {
  let doneBytes = 0
  const uploader = new Uploader(repl, {
    signal: options.signal,
    onSent: (sent) => options.onSent?.(doneBytes + sent),
  })
  for (const group of inGroups(files)) {
    await uploader.uploadGroup(group)
    doneBytes += sizeOf(group)
  }
}

/** Neighbours that fit into one exec together travel together. */
function inGroups(files: readonly BoardFile[]): BoardFile[][] {
  const groups: BoardFile[][] = []
  for (const file of files) {
    const last = groups.at(-1)
    if (last && sizeOf([...last, file]) <= largestPieceBytes) last.push(file)
    else groups.push([file])
  }
  return groups
}

class Uploader {
  /** As much as the board's heap has shown to bear. */
  #pieceBytes = largestPieceBytes

  constructor(
    readonly repl: Repl,
    readonly options: UploadOptions,
  ) {}

  async uploadGroup(group: readonly BoardFile[]): Promise<void> {
    if (group.length > 1 && (await this.#together(group))) return
    let doneBytes = 0
    for (const file of group) {
      await this.#one(file, doneBytes)
      doneBytes += file.bytes.length
    }
  }

  /** False when it did not work out; to do it again one by one does no harm, and tells why. */
  async #together(group: readonly BoardFile[]): Promise<boolean> {
    if (sizeOf(group) > this.#pieceBytes) return false
    const source = group.flatMap(({ path, bytes }) => [...begin(bytes), ...finish(path, bytes)])
    try {
      const printed = await this.#run(source, 0, sizeOf(group))
      return printed === '1\n'.repeat(group.length)
    } catch (error) {
      if (isOutOfMemory(error)) return false
      throw error
    }
  }

  async #one(file: BoardFile, doneBytes: number): Promise<void> {
    for (;;) {
      try {
        return await this.#inPieces(file, doneBytes)
      } catch (error) {
        // A heap in splinters may still have room for smaller pieces.
        if (!isOutOfMemory(error) || this.#pieceBytes <= smallestPieceBytes) throw error
        this.#pieceBytes /= 2
      }
    }
  }

  async #inPieces({ path, bytes }: BoardFile, doneBytes: number): Promise<void> {
    const size = this.#pieceBytes
    let printed = ''
    for (let from = 0; from === 0 || from < bytes.length; from += size) {
      const piece = bytes.subarray(from, from + size)
      const isLast = from + size >= bytes.length
      // A small file is one exec: open, write, check and rename in a single round trip.
      const source = [
        ...(from === 0 ? begin(piece) : goOn(piece)),
        ...(isLast ? finish(path, bytes) : []),
      ]
      printed = await this.#run(source, doneBytes + from, piece.length)
    }
    if (printed === '1\n') return
    throw new DeviceError('upload-corrupt', `${path} arrived with another SHA-256.`)
  }

  #run(source: Uint8Array[], doneBytes: number, payloadBytes: number): Promise<string> {
    const code = concatBytes(source)
    const onSent = (sent: number) =>
      this.options.onSent?.(doneBytes + (payloadBytes * sent) / code.length)
    return this.repl.exec(code, { signal: this.options.signal, onSent, more: true })
  }
}

const isOutOfMemory = (error: unknown) => error instanceof DeviceError && error.code === 'no-memory'

const sizeOf = (files: readonly BoardFile[]) =>
  files.reduce((sum, { bytes }) => sum + bytes.length, 0)

const encode = (text: string) => new TextEncoder().encode(text)

const begin = (piece: Uint8Array) => [encode('_pf_b('), bytesLiteral(piece), encode(')\n')]

const goOn = (piece: Uint8Array) => [encode('_pf_w('), bytesLiteral(piece), encode(')\n')]

const finish = (path: string, bytes: Uint8Array) => [
  encode(`_pf_e(${stringLiteral(path)},`),
  bytesLiteral(sha256(bytes)),
  encode(')\n'),
]

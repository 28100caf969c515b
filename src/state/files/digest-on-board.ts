/** The SHA-256 of a file on the board: by the board itself where it runs Python, which saves the way of the bytes. */
import { sha256Hex } from '../../bytes/digest'
import type {
  BoardFilesystem,
  FileActionOptions,
} from '../../provision/board-files/board-filesystem'
import { printDigest } from '../../micropython/snippets'

/** 64 digits in small letters. @throws DeviceError 'file-missing' */
export async function digestOnBoard(
  filesystem: BoardFilesystem,
  path: string,
  options: FileActionOptions,
): Promise<string> {
  const answer = await filesystem.ask?.(printDigest(path), options)
  const digest = /sha256 ([0-9a-f]{64})/.exec(answer ?? '')?.[1]
  if (digest) return digest
  return sha256Hex(await filesystem.read(path, options))
}

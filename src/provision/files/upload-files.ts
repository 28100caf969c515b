/**
 * The portal's files on a board that runs MicroPython: what differs is written, and what an older
 * version left in the portal's own folder goes, because MicroPython would take a stale `dns.py` before
 * the new `dns.mpy`. Nothing outside that folder is ever removed.
 */
import { DeviceError } from '../../errors'
import { listFiles, removeFile, syncFiles, type TransferOptions } from '../../micropython/files'
import type { Repl } from '../../micropython/repl'
import { portalFolder } from './paths'
import type { BoardFile } from '../../micropython/board-file'

/** @throws DeviceError of the REPL and the files, such as `no-space` */
export async function uploadFiles(repl: Repl, files: BoardFile[], options: TransferOptions) {
  const { signal } = options
  await syncFiles(repl, files, options)
  const wanted = new Set(files.map((file) => file.path))
  for (const { path, kind } of await ownFiles(repl, options)) {
    if (kind === 'file' && !wanted.has(path)) await removeFile(repl, path, { signal })
  }
}

async function ownFiles(repl: Repl, { signal }: TransferOptions) {
  try {
    return await listFiles(repl, portalFolder, { signal })
  } catch (error) {
    if (error instanceof DeviceError && error.code === 'file-missing') return []
    throw error
  }
}

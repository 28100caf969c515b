/** What a drop brings where one firmware file is wanted. */
import { RefusedFile, type Recognised } from '../../images/refused-file'

/** `name` is undefined where there are several. */
export type DroppedFirmware = { file: File } | { name?: string; error: RefusedFile }

/** Undefined for a drop without files. To be called during the event: later its entries are gone. */
export function droppedFirmware({ items, files }: DataTransfer): DroppedFirmware | undefined {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const folder = entries.find(({ isDirectory }) => isDirectory)
  if (folder) return { name: folder.name, error: refused({ kind: 'folder' }) }
  if (files.length > 1) return { error: refused({ kind: 'several-files', count: files.length }) }
  const [file] = files
  return file && { file }
}

const refused = (found: Recognised) => new RefusedFile('image-not-esp8266', found)

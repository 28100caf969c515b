/** What a drop brings where one firmware file is wanted. */
import { RefusedFile } from '../../images/refused-file'

export type DroppedFirmware = { file: File } | { name: string; error: RefusedFile }

/** True for a drag of files and folders, not of text within the page. */
export const bringsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') ?? false

/** Undefined for a drop without files. To be called during the event: later its entries are gone. */
export function droppedFirmware({ items, files }: DataTransfer): DroppedFirmware | undefined {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const folder = entries.find(({ isDirectory }) => isDirectory)
  if (folder) return { name: folder.name, error: folderWords() }
  if (files.length > 1) return { name: `${files.length} files`, error: severalWords(files.length) }
  const [file] = files
  return file && { file }
}

const ownFiles =
  'Files of your own go into “Put your own files on the board, too”, folders as well.'

const folderWords = () =>
  new RefusedFile('image-not-esp8266', {
    title: 'This is a folder, not a firmware file',
    what: 'a folder; firmware is one file',
    step: ownFiles,
  })

const severalWords = (count: number) =>
  new RefusedFile('image-not-esp8266', {
    title: 'These are several files; firmware is one',
    what: `a drop of ${count} files; firmware is one file`,
    step: `Drop the one .bin file alone. ${ownFiles}`,
  })

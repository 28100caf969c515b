/** The files of a board, those of the portal apart: they are many, and nobody looks for them. */
import type { FileOnBoard } from '../../provision/files/merge-files'
import { appsFolder, isInPortalFolder } from '../../provision/files/paths'

type Files = readonly FileOnBoard[]

/** `others`: what a person has put there, and what they may want to know of. */
export function fileGroups(files: Files): { portal: Files; others: Files } {
  const isPortal = ({ path }: FileOnBoard) =>
    isInPortalFolder(path) && !path.startsWith(`${appsFolder}/`)
  return { portal: files.filter(isPortal), others: files.filter((file) => !isPortal(file)) }
}

export const sumOf = (files: Files): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

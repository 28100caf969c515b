/**
 * Failures of the job that carry more than a code. Apart from what throws them, so that the page can tell
 * them without loading the bootloader.
 */
import { DeviceError } from '../errors'

/** Nothing was written; or, in the midst of an installation, nothing more. */
export class BoardChanged extends DeviceError {
  constructor(
    detail: string,
    /** Not the same board at all. */
    readonly isAnother = false,
  ) {
    super('board-changed', detail)
  }
}

/** The owner's files are where the portal wants to put its own; see `UpdateRequest.mayReplace`. */
export class FilesInTheWay extends DeviceError {
  constructor(readonly paths: readonly string[]) {
    super('files-in-the-way', `They would be replaced: ${paths.join(', ')}.`)
  }
}

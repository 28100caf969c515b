/** Sizes of files: many on a board are smaller than a kilobyte. */
import m from '../../messages/compiled/files'
import { size } from '../../messages/format'

/** "312 bytes", "4 KB" */
export const sizeWords = (bytes: number): string =>
  bytes < 1024 ? m.tree.bytes({ count: bytes }) : size(bytes)

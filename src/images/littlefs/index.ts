/** The filesystem of MicroPython on the ESP8266: littlefs 2 images, read and built. */

export { buildFilesystem, type BuildOptions } from './builder'
export type { Damage, DirectoryEntry, Entry, FileEntry, Filesystem, Layout } from './filesystem'
export { blockSizeBytes } from './geometry'
export { readFilesystem, type ReadOptions } from './reader'
export { rootOf, succeed, type Predecessor, type RootBlock, type Successor } from './successor'
export type { FilesystemTree } from './tree'

/**
 * Reads a littlefs 2 image (on-disk version 2.0 or 2.1) into paths and bytes. Never writes, and
 * ends on any input: every block is visited at most once (see block-map.ts).
 * Knows neither chip nor flash layout. Source: littlefs SPEC.md.
 */

import { BlockMap } from './block-map'
import { Damaged, DamageLog, filesystemDamaged } from './damage'
import { modifiedAttribute, type Entry, type Filesystem, type Layout } from './filesystem'
import { nameMaxBytes, pathMaxLength, type BlockPair } from './geometry'
import { readMetadataPair, readPair, type MetadataPair, type RawEntry } from './metadata-pair'
import { mount, type Mount } from './pair-list'
import { readSkipList, type SkipList } from './skip-list'
import { tagType } from './tags'

export interface ReadOptions {
  /** Read what can be read and list the rest in `damage`; still throws without a superblock. */
  tolerant?: boolean
}

/**
 * @param image the filesystem from its first block on; erased blocks at its end may be left out
 * @throws DeviceError 'filesystem-damaged' with path and reason
 */
export function readFilesystem(image: Uint8Array, options: ReadOptions = {}): Filesystem {
  const blocks = new BlockMap(image)
  const damage = new DamageLog(options.tolerant ?? false)
  const found = mountOrRefuse(blocks, damage)
  const reader = new TreeReader(blocks, damage, found)
  const entries = reader.read()
  const { majorVersion, minorVersion, blockCount, blockSizeBytes } = found.superblock
  const version = `${majorVersion}.${minorVersion}`
  return {
    version,
    blockCount,
    blockSizeBytes,
    entries,
    damage: damage.found,
    layout: reader.layout,
  }
}

function mountOrRefuse(blocks: BlockMap, damage: DamageLog): Mount {
  try {
    return mount(blocks, damage)
  } catch (error) {
    if (error instanceof Damaged) throw filesystemDamaged('/', error.message, error)
    throw error
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

class TreeReader {
  readonly #entries = new Map<string, Entry>()
  readonly layout: Layout = { contents: new Map(), pairs: new Map() }
  readonly #directories: { path: string; pair: BlockPair }[]

  constructor(
    readonly blocks: BlockMap,
    readonly damage: DamageLog,
    readonly found: Mount,
  ) {
    this.#directories = [{ path: '/', pair: found.root }]
  }

  /** All entries, sorted by path. */
  read(): Map<string, Entry> {
    for (const directory of this.#directories) this.#readDirectory(directory)
    return new Map([...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #readDirectory(directory: { path: string; pair: BlockPair }): void {
    for (let address: BlockPair | undefined = directory.pair; address;) {
      const at: BlockPair = address
      const pair = this.damage.guard(directory.path, () => this.#takePair(at))
      const { pairs } = this.layout
      pairs.set(directory.path, [...(pairs.get(directory.path) ?? []), at])
      for (const raw of pair?.entries ?? []) this.#readEntry(directory.path, raw)
      address = pair?.tailIsSameDirectory ? pair.tail : undefined
    }
  }

  #takePair(address: BlockPair): MetadataPair {
    const pair = readMetadataPair(this.blocks.takePair(address))
    if (!pair) throw new Damaged(`blocks ${address.join(' and ')} hold no complete commit`)
    const move = this.found.pendingMove
    if (move?.pair.some((block) => address.includes(block))) pair.entries.splice(move.id, 1)
    return pair
  }

  #readEntry(parent: string, raw: RawEntry): void {
    if (raw.kind === tagType.superblock) return
    const path = this.damage.guard(parent, () => this.#pathOf(parent, raw))
    if (path === undefined) return
    const entry = this.damage.guard(path, () => this.#contentOf(path, raw))
    if (entry) this.#entries.set(path, entry)
  }

  #pathOf(parent: string, raw: RawEntry): string {
    const path = (parent === '/' ? '/' : `${parent}/`) + decodeName(raw)
    if (path.length > pathMaxLength) throw new Damaged('its directories are nested too deeply')
    if (this.#entries.has(path)) throw new Damaged(`two entries are named ${path}`)
    return path
  }

  #contentOf(path: string, raw: RawEntry): Entry {
    if (raw.kind === tagType.directory) {
      this.#directories.push({ path, pair: directoryPair(raw) })
      return { type: 'directory' }
    }
    if (raw.kind !== tagType.file)
      throw new Damaged(`type ${raw.kind} is neither file nor directory`)
    const { bytes, blocks } = this.#fileBytes(raw)
    const entry: Entry = { type: 'file', bytes }
    if (blocks.length > 0) this.layout.contents.set(entry, blocks)
    const modified = raw.attributes.get(modifiedAttribute)
    if (modified?.length === 8) entry.modifiedNs = readNanoseconds(modified)
    return entry
  }

  #fileBytes({ struct }: RawEntry): SkipList {
    if (struct?.type === tagType.inlineStruct) return { bytes: struct.data.slice(), blocks: [] }
    if (struct?.type !== tagType.ctzStruct || struct.data.length < 8) {
      throw new Damaged('the entry does not say where its data lies')
    }
    const view = new DataView(struct.data.buffer, struct.data.byteOffset)
    const sizeBytes = view.getUint32(4, true)
    if (sizeBytes > this.blocks.sizeBytes) throw new Damaged(`${sizeBytes} bytes cannot fit`)
    const take = (address: number) => this.blocks.take(address)
    return readSkipList(view.getUint32(0, true), sizeBytes, take)
  }
}

function decodeName({ kind, name }: RawEntry): string {
  if (kind === undefined) throw new Damaged('an entry has no name')
  if (name.length > nameMaxBytes) throw new Damaged(`a name of ${name.length} bytes is too long`)
  const text = decodeUtf8(name)
  if (text === '' || text === '.' || text === '..' || /[/\0]/.test(text)) {
    throw new Damaged(`${JSON.stringify(text)} cannot be a name`)
  }
  return text
}

function decodeUtf8(name: Uint8Array): string {
  try {
    return utf8.decode(name)
  } catch {
    throw new Damaged('a name is not UTF-8')
  }
}

function directoryPair({ struct }: RawEntry): BlockPair {
  const isPair = struct?.type === tagType.directoryStruct && struct.data.length === 8
  const pair = isPair ? readPair(struct.data) : undefined
  if (!pair) throw new Damaged('the directory does not say where it lies')
  return pair
}

function readNanoseconds(data: Uint8Array): bigint {
  return new DataView(data.buffer, data.byteOffset).getBigUint64(0, true)
}

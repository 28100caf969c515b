/**
 * Files of the owner's own that go to the board beside the portal. They live as long as the page: in
 * no preset, in no link, in no storage. Knows files, not where they came from (dropped or picked).
 */
import { blockSizeBytes } from '../images/littlefs/geometry'
import m from '../messages/compiled/extra-files'
import type { BoardFile } from '../micropython/board-file'
import { absolutePath, freePath, pathProblems } from '../provision/files/extra-paths'

/** One that was dropped or picked, not read yet. */
export interface OfferedFile {
  /** Under the dropped folder's name: "www/index.html". */
  path: string
  file: Pick<File, 'size' | 'arrayBuffer' | 'text'>
}

export interface ExtraFile {
  readonly id: number
  /** Absolute. */
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** In words, if it cannot go there. */
  readonly problem?: string
}

/** A folder with more is a mistake: of a project, not of a website for a board. */
export const mostFiles = 400
/** So many refusals are named one by one. */
const mostNamed = 8
/** Put there by operating systems, behind the back of whoever drops a folder. */
const litter = ['.DS_Store', 'Thumbs.db', 'desktop.ini']
const isLitter = (path: string) => litter.includes(path.split('/').at(-1) ?? '')

/** littlefs gives a file whole blocks; very small ones share one. */
const roomFor = ({ bytes }: ExtraFile) => Math.ceil(bytes.length / blockSizeBytes) * blockSizeBytes

export class ExtraFiles {
  /** Somebody has come to add some: their part is open from the start. */
  isAsked = false
  #list = $state.raw<ExtraFile[]>([])
  #refused = $state.raw<string[]>([])
  #nextId = 0
  #adding: Promise<void> = Promise.resolve()
  #files = $state.raw<BoardFile[]>()

  get list(): readonly ExtraFile[] {
    return this.#list
  }

  /** Why some of the last ones were not taken, a sentence for each. */
  get refused(): readonly string[] {
    return this.#refused
  }

  /** The same array until something changes: a plan is made for it. */
  get files(): BoardFile[] | undefined {
    return this.#files
  }

  get isFine(): boolean {
    return this.#list.every(({ problem }) => !problem)
  }

  /** In the blocks of the board, roughly. */
  get sizeBytes(): number {
    return this.#list.reduce((sum, file) => sum + roomFor(file), 0)
  }

  /** @param capacityBytes what a board could hold at most; larger ones are not even read */
  add(offered: readonly OfferedFile[], capacityBytes: number): Promise<void> {
    // One after the other: two drops at once would both count on the same room.
    this.#adding = this.#adding.then(() => this.#add(offered, capacityBytes))
    return this.#adding
  }

  async #add(offered: readonly OfferedFile[], capacityBytes: number): Promise<void> {
    const wanted = offered.filter(({ path }) => !isLitter(path))
    const refused: string[] = []
    const taken: Omit<ExtraFile, 'id'>[] = []
    let leftBytes = capacityBytes - this.sizeBytes
    for (const { path, file } of wanted.slice(0, mostFiles - this.#list.length)) {
      const tooMuch =
        file.size > capacityBytes ? m.refused.tooBig : file.size > leftBytes && m.refused.noRoom
      const problem = tooMuch || (await this.#read(path, file, taken))
      if (problem) refused.push(problem({ path }))
      else leftBytes -= file.size
    }
    const over = wanted.length - taken.length - refused.length
    if (over > 0) refused.push(m.refused.tooMany({ rest: over, most: mostFiles }))
    if (wanted.length === 0) refused.push(m.refused.none())
    this.#refused = namedFew(refused)
    this.#set([...this.#list, ...taken.map((file) => ({ ...file, id: this.#nextId++ }))])
  }

  async #read(path: string, file: OfferedFile['file'], taken: Omit<ExtraFile, 'id'>[]) {
    try {
      taken.push({ path: absolutePath(path), bytes: new Uint8Array(await file.arrayBuffer()) })
      return undefined
    } catch {
      return m.refused.unreadable
    }
  }

  rename(id: number, typed: string): void {
    const path = absolutePath(typed)
    this.#set(this.#list.map((file) => (file.id === id ? { ...file, path } : file)))
  }

  /** To the next name that is free. */
  renameFreely(id: number): void {
    const paths = this.#list.map(({ path }) => path)
    const file = this.#list.find((one) => one.id === id)
    if (file) this.rename(id, freePath(file.path, paths))
  }

  remove(id: number): void {
    this.#refused = []
    this.#set(this.#list.filter((file) => file.id !== id))
  }

  clear(): void {
    this.#refused = []
    this.#set([])
  }

  #set(list: ExtraFile[]): void {
    const problems = pathProblems(list.map(({ path }) => path))
    this.#list = list.map((file, index) => ({ ...file, problem: problems[index] }))
    const files = list.map(({ path, bytes }) => ({ path, bytes }))
    this.#files = files.length > 0 ? files : undefined
  }
}

/** Each sentence once, and not hundreds of them. */
function namedFew(sentences: string[]): string[] {
  const once = [...new Set(sentences)]
  const rest = once.length - mostNamed
  if (rest <= 1) return once
  return [...once.slice(0, mostNamed), m.refused.more({ rest })]
}

/**
 * The passwords of set-up networks that this browser has given to boards, by MAC address: so that a board that comes
 * again keeps its own, and its label can be printed later. They stay in this browser, and can be forgotten.
 */
import * as v from 'valibot'
import { isNewerThan } from '../presets/newer-version'
import type { KeyValueStore, Transaction } from '../presets/key-value-store'
import { newPassword } from '../presets/new-password'
import { passwordText } from '../presets/set-up-network'
import { rememberPassword } from './given-passwords'
import type { BoardKind } from './session-state'

/** As many as two full batches. The oldest go first. */
export const mostBoardPasswords = 1000

/** Of installations that did not end, one after another: enough for each to be found. */
const mostBefore = 4

const given = {
  password: passwordText,
  /** Made for this board alone; else it is that of a preset. */
  isOwn: v.boolean(),
}
const entrySchema = v.strictObject({
  mac: v.pipe(v.string(), v.regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)),
  ...given,
  /** What the board may still have, as no installation has ended since; the newest first. */
  before: v.optional(v.pipe(v.array(v.strictObject(given)), v.maxLength(mostBefore))),
  atMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type BoardPassword = v.InferOutput<typeof entrySchema>
type Given = Pick<BoardPassword, 'password' | 'isOwn'>

/** Virtual boards have addresses that real ones may have, too. */
const keys: Record<BoardKind, string> = {
  real: 'board-passwords',
  virtual: 'virtual-board-passwords',
}

export class BoardPasswords {
  /** The newest first. */
  list = $state.raw<readonly BoardPassword[]>([])
  /** Before, nobody can tell whether a board is known. */
  isLoaded = $state(false)
  /** False where the browser keeps nothing: then they last as long as the page. */
  isKept = $state(true)
  readonly #store: KeyValueStore
  readonly #key: string
  /** Of boards that were planned for, and not written yet. */
  readonly #proposed: Record<string, string> = {}
  #loading: Promise<void> | undefined

  constructor(store: KeyValueStore, kind: BoardKind) {
    this.#store = store
    this.#key = keys[kind]
  }

  /** Once. Never rejects. */
  load(): Promise<void> {
    this.#loading ??= this.#change((list) => list).then(() => void (this.isLoaded = true))
    return this.#loading
  }

  /** What the board was given last; undefined: nothing, or nobody knows. */
  of(mac: string | undefined): string | undefined {
    return this.#find(mac)?.password
  }

  /** What the board may have instead of `of`, as the installation that gives it that has not ended; newest first. */
  before(mac: string | undefined): string[] {
    return (this.#find(mac)?.before ?? []).map(({ password }) => password)
  }

  /** Whether the board has a password of its own already. */
  hasOwn(mac: string): boolean {
    return this.#own(mac) !== undefined
  }

  /** The board's own: the one that it has, or a new one, the same each time until it is kept or forgotten. */
  ownOf(mac: string): string {
    return this.#own(mac) ?? (this.#proposed[mac] ??= newPassword())
  }

  /**
   * Before it is written to the board: half written, it may be what the board has. What it had is known as well until
   * `installed`, as it may be that nothing is written. Never rejects.
   */
  async keep(mac: string, password: string, isOwn: boolean): Promise<void> {
    const atMs = Date.now()
    await this.#change((list) => {
      const before = olderThan(password, list.find(isOf(mac)))
      const entry = { mac, password, isOwn, ...(before.length > 0 && { before }), atMs }
      return [entry, ...list.filter(isNot(mac))].slice(0, mostBoardPasswords)
    })
  }

  /** The board has `password` now for certain, and no other; undefined: it is open. Never rejects. */
  async installed(mac: string, password: string | undefined): Promise<void> {
    if (password === undefined) return this.forget(mac)
    await this.#change((list) => {
      const entry = list.find(isOf(mac))
      if (!entry?.before) return list
      const known = variantsOf(entry).find((one) => one.password === password)
      const { atMs } = entry
      return known ? list.with(list.indexOf(entry), { mac, ...known, atMs }) : list
    })
  }

  /** Of a board that is open now, or that somebody wants to be forgotten. Never rejects. */
  async forget(...macs: string[]): Promise<void> {
    for (const mac of macs) delete this.#proposed[mac]
    await this.#change((list) => list.filter(({ mac }) => !macs.includes(mac)))
  }

  #find(mac: string | undefined): BoardPassword | undefined {
    return mac === undefined ? undefined : this.list.find(isOf(mac))
  }

  #own(mac: string): string | undefined {
    return variantsOf(this.#find(mac)).find(({ isOwn }) => isOwn)?.password
  }

  /** On what another tab may have stored meanwhile; also here alone, where nothing can be stored. */
  async #change(edit: (list: readonly BoardPassword[]) => readonly BoardPassword[]): Promise<void> {
    this.list = edit(this.list)
    try {
      await this.#store.transact(async (transaction) => {
        const stored = await read(transaction, this.#key)
        if (stored === 'newer') throw new Error('A newer page has stored this list.')
        const edited = edit(stored)
        if (edited !== stored) transaction.write(this.#key, { version: 1, boards: edited })
        this.list = edited
        for (const { password } of edited.flatMap(variantsOf)) rememberPassword(password)
      })
      this.isKept = true
    } catch {
      this.isKept = false
    }
  }
}

const isOf =
  (mac: string) =>
  (entry: BoardPassword): boolean =>
    entry.mac === mac
const isNot =
  (mac: string) =>
  (entry: BoardPassword): boolean =>
    entry.mac !== mac

/** All that the board may have, the newest first. */
const variantsOf = (entry: BoardPassword | undefined): Given[] =>
  entry ? [entry, ...(entry.before ?? [])].map(({ password, isOwn }) => ({ password, isOwn })) : []

/** The oldest stays where there are too many: it is the one that an installation has ended with. */
function olderThan(password: string, entry: BoardPassword | undefined): Given[] {
  const others = variantsOf(entry).filter((one) => one.password !== password)
  return others.length > mostBefore ? others.toSpliced(mostBefore - 1, 1) : others
}

const storedSchema = v.object({ version: v.literal(1), boards: v.array(v.unknown()) })

/** Bounded, each entry checked: what is in the storage may come from any program of this origin. */
async function read(
  transaction: Transaction,
  key: string,
): Promise<readonly BoardPassword[] | 'newer'> {
  const stored = await transaction.read(key)
  if (isNewerThan(1, stored)) return 'newer'
  const result = v.safeParse(storedSchema, stored)
  if (!result.success) return []
  return result.output.boards.slice(0, mostBoardPasswords).flatMap((entry) => {
    const parsed = v.safeParse(entrySchema, entry)
    return parsed.success ? [parsed.output] : []
  })
}

const opened = new WeakMap<KeyValueStore, Partial<Record<BoardKind, BoardPasswords>>>()

/** Those in `store`: the same object each time, so that all parts of the page know the same. */
export function boardPasswordsIn(store: KeyValueStore, kind: BoardKind): BoardPasswords {
  const known = opened.get(store) ?? {}
  opened.set(store, known)
  return (known[kind] ??= new BoardPasswords(store, kind))
}

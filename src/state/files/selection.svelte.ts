/** Which rows of the tree are chosen, which one the keys go to, and which folders are open. */
import { SvelteSet } from 'svelte/reactivity'
import { parentsOf } from '../../micropython/board-path'
import { isWithin } from './paths'

export class Selection {
  readonly chosen = new SvelteSet<string>()
  readonly #open = new SvelteSet<string>()
  /** Where the keyboard is; undefined: on the first row. */
  at = $state<string>()
  /** What came to be or to lie there by an action: the focus goes to it; a new object each time. */
  arrived = $state.raw<{ path: string }>()
  /** Where a range begins. */
  #anchor: string | undefined

  isOpen = (folder: string): boolean => this.#open.has(folder)

  setOpen(folder: string, open: boolean): void {
    if (open) this.#open.add(folder)
    else this.#open.delete(folder)
  }

  /** All folders above it are open, and the keyboard is there. */
  reveal(path: string): void {
    for (const folder of parentsOf(path)) this.#open.add(folder)
    this.at = path
    this.#anchor = path
  }

  /** Revealed, with the focus on it. */
  arrive(path: string): void {
    this.reveal(path)
    this.arrived = { path }
  }

  toggle(path: string): void {
    this.at = this.#anchor = path
    if (!this.chosen.delete(path)) this.chosen.add(path)
  }

  /** From where the last one was chosen to `path`, of the rows that are visible. */
  extendTo(path: string, visible: readonly string[]): void {
    const from = Math.max(0, visible.indexOf(this.#anchor ?? path))
    const to = visible.indexOf(path)
    this.chosen.clear()
    for (const one of visible.slice(Math.min(from, to), Math.max(from, to) + 1))
      this.chosen.add(one)
    this.at = path
  }

  choose(paths: Iterable<string>): void {
    this.chosen.clear()
    for (const path of paths) this.chosen.add(path)
  }

  clear(): void {
    this.chosen.clear()
  }

  /** Without what is not on the board any more. */
  keepOnly(paths: readonly string[]): void {
    const isThere = (path: string) => paths.includes(path)
    for (const path of [...this.chosen]) if (!isThere(path)) this.chosen.delete(path)
    for (const path of [...this.#open]) if (!isThere(path)) this.#open.delete(path)
    if (this.at && !isThere(this.at)) this.at = parentsOf(this.at).reverse().find(isThere)
  }

  /** What was in `from` is in `to` now. */
  moved(from: string, to: string): void {
    const renew = (set: SvelteSet<string>) => {
      for (const path of [...set].filter((one) => isWithin(one, from))) {
        set.delete(path)
        set.add(to + path.slice(from.length))
      }
    }
    renew(this.chosen)
    renew(this.#open)
    this.reveal(to)
  }
}

/**
 * The files of one board while somebody works with them: what is there, what is open, chosen and being done. The
 * actions are in state/files/; this puts them together. Survives the end of the connection: what is open and not
 * saved stays. What was agreed to, and can be undone, is of one board, and ends where another one may be opened.
 */
import { DeviceError } from '../errors'
import type {
  BoardFilesystem,
  FileActionOptions,
  Listing,
} from '../provision/board-files/board-filesystem'
import type { Desk } from './files/desk'
import { Documents } from './files/documents.svelte'
import { FormValues } from './files/form-values.svelte'
import type { Notice } from './files/notice'
import { concealSecrets } from './files/open'
import { protectionOf, type Protection } from './files/protection'
import { Questions } from './files/questions.svelte'
import { save, type SaveOptions } from './files/save'
import { Selection } from './files/selection.svelte'
import { UndoSteps } from './files/undo.svelte'
import { Work } from './files/work.svelte'

export class BoardFiles implements Desk {
  readonly work = new Work()
  readonly questions = new Questions()
  readonly selection = new Selection()
  readonly documents = new Documents()
  readonly undo = new UndoSteps()
  notice = $state.raw<Notice>()
  mayWrite = false
  /** A .py goes to the board as .mpy. */
  compiles = $state(false)
  #listing = $state.raw<Listing>()
  #filesystem = $state.raw<BoardFilesystem>()
  readonly #values = new FormValues()
  /** Whose files were opened last. */
  #board: { mac: string | undefined } | undefined

  /**
   * @param openFilesystem asks the board for its files; called again after the connection was lost
   * @param macOf of the board that has just been opened; undefined if nobody knows, as without its bootloader
   */
  constructor(
    private readonly openFilesystem: (options: FileActionOptions) => Promise<BoardFilesystem>,
    private readonly macOf: () => string | undefined = () => undefined,
  ) {}

  get filesystem(): BoardFilesystem {
    if (!this.#filesystem) throw new DeviceError('port-lost', 'The files are not open.')
    return this.#filesystem
  }

  get isOpen(): boolean {
    return this.#filesystem !== undefined && !this.work.isLost
  }

  get way(): BoardFilesystem['way'] | undefined {
    return this.#filesystem?.way
  }

  get listing(): Listing | undefined {
    return this.#listing
  }

  protectionOf(path: string): Protection | undefined {
    return protectionOf(path, this.#values.areSecret)
  }

  /** Interrupts what runs on the board, which has been agreed to. @returns true if its files are listed */
  async open(): Promise<boolean> {
    const before = this.#filesystem
    this.#filesystem = undefined
    // What it asks about is the board that was.
    this.questions.close()
    await before?.close({ restart: false })
    const done = await this.work.do('opening', async (options) => {
      const filesystem = await this.openFilesystem(options)
      this.#begin(this.macOf())
      this.#filesystem = filesystem
      this.work.isLost = false
      this.work.now('listing')
      await this.refresh(options)
      return true
    })
    if (!done && this.#filesystem) await this.#giveUp()
    return done ?? false
  }

  /** Another board of the same kind can be in the same place: what is not known to be of this one does not count. */
  #begin(mac: string | undefined): void {
    const before = this.#board
    this.#board = { mac }
    this.mayWrite = false
    if (before && mac !== undefined && mac === before.mac) return
    this.#values.forget()
    if (!before) return
    this.undo.clear()
    this.selection.clear()
    this.documents.disown()
    this.notice = { is: 'another-board' }
  }

  /** Half open is not open: the board goes on as before. */
  async #giveUp(): Promise<void> {
    const filesystem = this.#filesystem
    this.#filesystem = undefined
    await filesystem?.close({ restart: true })
  }

  async refresh(options: FileActionOptions = {}): Promise<void> {
    const listing = await this.filesystem.list(options)
    this.#listing = listing
    this.selection.keepOnly(listing.entries.map(({ path }) => path))
    await this.lookForSecrets(options)
  }

  /** On request. */
  async reload(): Promise<void> {
    await this.work.do('listing', (options) => this.refresh(options))
  }

  async lookForSecrets(options: FileActionOptions): Promise<void> {
    await this.#values.look(this, options)
    if (this.#values.areSecret) concealSecrets(this)
  }

  /** Takes the last step back; if that fails, is cancelled, or not agreed to, it can be tried again. */
  async undoLast(): Promise<void> {
    const step = this.undo.last
    if (!step || this.work.job) return
    if (await step.undo()) this.undo.dismiss(step)
  }

  /** Everything that is not saved; stops at the first that fails. */
  async saveAll(options?: SaveOptions): Promise<boolean> {
    for (const document of this.documents.unsaved) {
      if (!(await save(this, document, options))) return false
    }
    return true
  }

  /** Asks about what is not saved, in `paths` or everywhere. @returns true if it may be closed */
  async maySettle(documents = this.documents.unsaved): Promise<boolean> {
    const unsaved = documents.filter(({ holdsChanges }) => holdsChanges)
    if (unsaved.length === 0) return true
    const paths = unsaved.map(({ path }) => path)
    const answer = await this.questions.ask('unsaved', { paths })
    if (answer !== 'save') return answer === 'discard'
    for (const document of unsaved) if (!(await save(this, document))) return false
    return true
  }

  /** Gives the board back; false if something is not saved and somebody wants to look at it first. */
  async close(how: { restart: boolean }): Promise<boolean> {
    if (!(await this.maySettle())) return false
    this.work.cancel()
    const filesystem = this.#filesystem
    this.#filesystem = undefined
    await filesystem?.close(how)
    return true
  }
}

/**
 * The files of one board while somebody works with them: what is there, what is open, chosen and being done. The
 * actions are in state/files/; this puts them together. Survives the end of the connection: what is open and not
 * saved stays until the files are opened anew.
 */
import { DeviceError } from '../errors'
import type {
  BoardFilesystem,
  FileActionOptions,
  Listing,
} from '../provision/board-files/board-filesystem'
import { formValuesPath, portalFolder, portalSettingsPath } from '../provision/files/paths'
import { entryAt, type Desk } from './files/desk'
import { Documents } from './files/documents.svelte'
import type { Notice } from './files/notice'
import { asksForPassword, protectionOf, type Protection } from './files/protection'
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
  /** What was entered into the portal's form holds a password. Once true, it stays: settings may be edited here. */
  #secretValues = $state(true)
  #isValuesKnown = false

  /** @param open asks the board for its files; called again after the connection was lost */
  constructor(
    private readonly openFilesystem: (options: FileActionOptions) => Promise<BoardFilesystem>,
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
    return protectionOf(path, this.#secretValues)
  }

  /** Interrupts what runs on the board, which has been agreed to. @returns true if its files are listed */
  async open(): Promise<boolean> {
    const before = this.#filesystem
    this.#filesystem = undefined
    await before?.close({ restart: false })
    const done = await this.work.do('opening', async (options) => {
      const filesystem = await this.openFilesystem(options)
      this.#filesystem = filesystem
      this.work.isLost = false
      this.work.now('listing')
      await this.refresh(options)
      return true
    })
    if (!done && this.#filesystem) await this.#giveUp()
    return done ?? false
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
    if (!this.#isValuesKnown) await this.#lookForPasswords(options)
  }

  /** On request. */
  async reload(): Promise<void> {
    await this.work.do('listing', (options) => this.refresh(options))
  }

  async #lookForPasswords(options: FileActionOptions): Promise<void> {
    const settings = entryAt(this, portalSettingsPath)
    const values = entryAt(this, formValuesPath)
    if (values && settings && settings.sizeBytes > mostSettingsBytes) return
    // A portal without its settings: what its form once asked for, nobody can tell.
    if (values && !settings && entryAt(this, portalFolder)) return
    const read = values && settings && (await this.filesystem.read(portalSettingsPath, options))
    this.#secretValues = asksForPassword(read)
    this.#isValuesKnown = values !== undefined
  }

  /** Takes the last step back; if that fails it can be tried again. */
  async undoLast(): Promise<void> {
    const step = this.undo.last
    if (!step || this.work.job) return
    this.undo.dismiss(step)
    await step.undo()
    if (this.work.problem) this.undo.add(step)
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

/** Of /portal.json; the portal itself reads no larger one. */
const mostSettingsBytes = 8192

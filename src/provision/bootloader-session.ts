/**
 * One board that is held in its bootloader from plan to installation. It is surveyed once: what another
 * plan for it needs is known from then on. A plan is carried out only on the board, and in the state,
 * that it was made for. Over 200 lines: whatever a session does may make its plan out of date, so what
 * keeps, checks and drops the plan is in one class.
 */
import { Mutex } from '../async/mutex'
import { DeviceError, type DeviceErrorCode } from '../errors'
import type { Bootloader } from '../esptool/bootloader'
import type { SerialLink } from '../serial/link'
import { backupFlash, type BackupOptions } from './backup/backup'
import type { BoardFilesystem } from './board-files/board-filesystem'
import { BootloaderFilesystem } from './board-files/bootloader-filesystem'
import { openConsole } from './boot/open-console'
import { BootloaderConnection } from './bootloader-connection'
import type {
  ConnectedBoard,
  FilesOptions,
  InstallJobOptions,
  Installed,
  PlanJobOptions,
} from './connected-board'
import { BoardChanged } from './job-errors'
import { checkConsent } from './plan/consent'
import { filesAfter, type InstallPlan } from './plan/plan'
import { checkSamePieces, type Piece } from './plan/same-state'
import type { JobOptions } from './progress'
import { isSameRequest, type InstallRequest, type UpdateRequest } from './request'
import type { RescuedFiles } from './rescue/rescued-files'
import { SurveyCache } from './survey/survey-cache'
import { updateFiles } from './update/update-files'
import { installPlanned, prepareInstall, type PreparedInstall } from './write/install-in-one-pass'

interface Prepared extends PreparedInstall {
  /** By `performance.now()`. */
  atMs: number
}

/** A plan that is older is compared with the board again before it is carried out. */
const freshMs = 1000
/** While the stub runs without a break, only what hands can do in a moment is compared again. */
const quickPieceBytes = 0x10000
/** For a backup before anything was planned. */
const usualBaudRate = 460_800

export class BootloaderSession implements ConnectedBoard {
  readonly identity
  readonly #connection: BootloaderConnection
  /** A plan that is still being made must be finished or cancelled before anything is written. */
  readonly #mutex = new Mutex()
  /** How often `release` was called: what was asked for before it is not done after it. */
  #releases = 0
  /** What is known since the board came into its bootloader. */
  #cache: SurveyCache | undefined
  #prepared: Prepared | undefined

  constructor(
    private readonly port: SerialPort,
    bootloader: Bootloader,
    private readonly rescued: RescuedFiles,
  ) {
    this.#connection = new BootloaderConnection(port, bootloader, () => this.#forgetPlan())
    this.identity = bootloader.identity
  }

  plan(request: InstallRequest, options: PlanJobOptions = {}): Promise<InstallPlan> {
    return this.#exclusively(async () => (await this.#prepare(request, options)).plan)
  }

  install(
    request: InstallRequest,
    { consent, ...options }: InstallJobOptions = {},
  ): Promise<Installed> {
    return this.#exclusively(async () => {
      try {
        const prepared = await this.#prepare(request, options)
        checkConsent(consent, prepared.plan)
        await this.#checkState(prepared, options)
        return await this.#carryOut(prepared, options)
      } catch (error) {
        // Only after a change of the board a new plan is made at once.
        if (!(error instanceof BoardChanged)) await this.#connection.close()
        throw error
      }
    })
  }

  #carryOut(prepared: Prepared, options: JobOptions): Promise<Installed> {
    const { rescued } = this
    return this.#connection.use(options, async (bootloader) => {
      // From here on the flash changes, and the plan is out of date.
      this.#connection.forget()
      const how = { ...options, rescued }
      const installed = await installPlanned(this.port, bootloader, prepared, how)
      const accessPointPassword = prepared.request.portal.password
      return { ...installed, accessPointPassword, onBoard: filesAfter(prepared.plan) }
    })
  }

  update(request: UpdateRequest, options: JobOptions = {}): Promise<Installed> {
    return this.#exclusively(async () => {
      await this.release()
      return updateFiles(this.port, request, { ...options, way: 'reset' })
    })
  }

  backUp(options: BackupOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#exclusively(() =>
      this.#connection.use(options, async (bootloader) => {
        await bootloader.startStub()
        await bootloader.raiseBaudRate(this.#prepared?.request.baudRate ?? usualBaudRate)
        return backupFlash(bootloader, this.identity.flashSizeBytes, options)
      }),
    )
  }

  async files({ signal, onClosed = () => undefined }: FilesOptions = {}): Promise<BoardFilesystem> {
    const files = new BootloaderFilesystem({
      use: (options, work) =>
        this.#exclusively(() =>
          this.#connection.use(options, async (bootloader) => {
            await bootloader.startStub()
            await bootloader.raiseBaudRate(this.#prepared?.request.baudRate ?? usualBaudRate)
            return work(bootloader)
          }),
        ),
      known: ({ resets }) => (this.#cache?.resets === resets ? this.#cache.flash : undefined),
      onChange: () => this.#forgetPlan(),
      leave: () => this.#connection.close(),
      onClosed,
    })
    await files.list({ signal })
    return files
  }

  async openConsole(options: JobOptions = {}): Promise<SerialLink> {
    await this.release()
    return openConsole(this.port, options)
  }

  /** At once, also in the midst of a plan, which fails then, as does what waits for the mutex. */
  release(): Promise<void> {
    this.#releases++
    return this.#connection.close(released())
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const releases = this.#releases
    return this.#mutex.run(() =>
      releases === this.#releases ? work() : Promise.reject(released()),
    )
  }

  #prepare(request: InstallRequest, options: PlanJobOptions): Promise<Prepared> {
    return this.#connection.use(options, async (bootloader) => {
      if (this.#prepared && isSameRequest(this.#prepared.request, request)) return this.#prepared
      const cache = await this.#cacheOf(bootloader, request)
      const { rescued } = this
      const made = await prepareInstall(bootloader, request, { ...options, cache, rescued })
      const prepared = { ...made, atMs: performance.now() }
      // Released meanwhile: a plan without its bootloader is worth nothing.
      if (this.#connection.bootloader === bootloader) {
        this.#prepared = prepared
        this.#cache = prepared.cache
      }
      return prepared
    })
  }

  async #cacheOf(bootloader: Bootloader, { baudRate }: InstallRequest): Promise<SurveyCache> {
    // Both may have to reset the chip.
    await bootloader.startStub()
    await bootloader.raiseBaudRate(baudRate)
    if (this.#cache?.resets !== bootloader.resets) this.#cache = new SurveyCache(bootloader)
    return this.#cache
  }

  /** @throws BoardChanged, after which the board is surveyed anew */
  async #checkState(prepared: Prepared, options: JobOptions): Promise<void> {
    const { plan, resets, atMs } = prepared
    if (plan.flashBytes === 0 && !plan.work.eraseFirst) return
    const unbroken = this.#connection.bootloader?.resets === resets
    if (unbroken && performance.now() - atMs < freshMs) return
    try {
      if (!(unbroken && (await this.#isStillThere(prepared, options)))) {
        await this.#reenter(prepared, options)
      }
    } catch (error) {
      if (error instanceof BoardChanged) this.#forgetPlan()
      throw error
    }
  }

  /** False if the stub is gone: then the chip has been reset, and anything may have run. */
  async #isStillThere({ cache }: Prepared, { signal }: JobOptions): Promise<boolean> {
    const { bootloader } = this.#connection
    if (!bootloader) return false
    const pieces = cache.flash.pieces().filter(({ sizeBytes }) => sizeBytes <= quickPieceBytes)
    try {
      await this.#compare(bootloader, pieces, signal)
      return true
    } catch (error) {
      if (!(error instanceof DeviceError) || !stubIsGone.includes(error.code)) throw error
      await this.#connection.reopenNextTime()
      return false
    }
  }

  /** Into the bootloader again, and everything compared that the plan has seen. */
  #reenter({ request, cache }: Prepared, options: JobOptions): Promise<void> {
    return this.#connection.use(options, async (bootloader) => {
      await this.#cacheOf(bootloader, request)
      await this.#compare(bootloader, cache.flash.pieces(), options.signal)
    })
  }

  #compare(bootloader: Bootloader, pieces: Piece[], signal?: AbortSignal): Promise<void> {
    const { flashSizeBytes } = this.identity
    return checkSamePieces(bootloader, pieces, { flashSizeBytes, signal })
  }

  #forgetPlan(): void {
    this.#prepared = this.#cache = undefined
  }
}

/** How a chip answers that has left its stub: not at all, or with an error. */
const stubIsGone: DeviceErrorCode[] = ['no-answer', 'command-failed']

const released = () => new DeviceError('port-lost', 'The board was released.')

/**
 * One board that is held in its bootloader from plan to installation. It is looked at once: what a
 * change of mind needs is known from then on. A plan is carried out only on the board, and in the
 * state, that it was made for. What fails on the wire closes the port; the next wish on the same board
 * connects anew.
 */
import { afterAbort } from '../async/after-abort'
import { Mutex } from '../async/mutex'
import { DeviceError, isAbort, type DeviceErrorCode } from '../errors'
import { openBootloader } from '../esptool/open-bootloader'
import type { Bootloader } from '../esptool/bootloader'
import type { SerialLink } from '../serial/link'
import { checkAgreed } from './plan/agreement'
import { backupFlash, type BackupOptions } from './backup/backup'
import { installPlanned, prepareInstall, type PreparedInstall } from './write/install-in-one-pass'
import type {
  ConnectedBoard,
  InstallJobOptions,
  Installed,
  PlanJobOptions,
} from './connected-board'
import type { JobOptions } from './progress'
import type { InstallRequest, UpdateRequest } from './request'
import { openConsole } from './boot/open-console'
import type { InstallPlan } from './plan/plan'
import type { RescuedFiles } from './rescue/rescued-files'
import { BoardChanged } from './job-errors'
import { checkSameBoard, checkSamePieces, type Piece } from './plan/same-state'
import { Stay } from './survey/bootloader-stay'
import { updateFiles } from './update/update-files'

interface Opening {
  leaving: AbortController
  bootloader: Promise<Bootloader>
}

interface Made extends PreparedInstall {
  atMs: number
}

/** A cancel waits so long for the answer to the question that is on the wire. */
const answerMs = 2000
/** A plan that is older is compared with the board again before it is carried out. */
const momentMs = 1000
/** While the stub runs without a break, only what hands can do in a moment needs another look. */
const quickPieceBytes = 0x10000

export class BootloaderSession implements ConnectedBoard {
  readonly identity
  /** A plan that is still being made must be finished or cancelled before anything is written. */
  readonly #turn = new Mutex()
  /** Counts how often the board was let go of. */
  #round = 0
  #bootloader: Bootloader | undefined
  /** A new connection in the making, which whoever lets go of the board must end, too. */
  #opening: Opening | undefined
  /** What is known since the board came into its bootloader. */
  #stay: Stay | undefined
  #made: Made | undefined

  constructor(
    private readonly port: SerialPort,
    bootloader: Bootloader,
    private readonly rescued: RescuedFiles,
  ) {
    this.#bootloader = bootloader
    this.identity = bootloader.identity
  }

  plan(request: InstallRequest, options: PlanJobOptions = {}): Promise<InstallPlan> {
    return this.#inTurn(async () => (await this.#prepare(request, options)).plan)
  }

  install(
    request: InstallRequest,
    { agreed, ...options }: InstallJobOptions = {},
  ): Promise<Installed> {
    return this.#inTurn(async () => {
      try {
        const made = await this.#prepare(request, options)
        checkAgreed(agreed, made.plan)
        await this.#checkState(made, options)
        return await this.#carryOut(made, options)
      } catch (error) {
        // Only after a change of the board a new plan is made at once.
        if (!(error instanceof BoardChanged)) await this.#close()
        throw error
      }
    })
  }

  #carryOut(made: Made, options: JobOptions): Promise<Installed> {
    return this.#use(options, (bootloader) => {
      // From here on the flash changes, and the plan is history.
      this.#forget()
      return installPlanned(this.port, bootloader, made, { ...options, rescued: this.rescued })
    })
  }

  async #close(): Promise<void> {
    const bootloader = this.#bootloader
    this.#forget()
    await bootloader?.close()
  }

  update(request: UpdateRequest, options: JobOptions = {}): Promise<Installed> {
    return this.#inTurn(async () => {
      await this.release()
      return updateFiles(this.port, request, { ...options, way: 'reset' })
    })
  }

  backUp(options: BackupOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#inTurn(() =>
      this.#use(options, async (bootloader) => {
        await bootloader.startStub()
        await bootloader.raiseBaudRate(this.#made?.request.baudRate ?? usualBaudRate)
        return backupFlash(bootloader, this.identity.flashSizeBytes, options)
      }),
    )
  }

  async openConsole(options: JobOptions = {}): Promise<SerialLink> {
    await this.release()
    return openConsole(this.port, options)
  }

  /** At once, also in the midst of a plan, which fails then, as does what waits for its turn. */
  async release(): Promise<void> {
    this.#round++
    const opening = this.#opening
    opening?.leaving.abort(letGo())
    const bootloader = this.#bootloader ?? (await opening?.bootloader.catch(() => undefined))
    this.#forget()
    await bootloader?.close()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const round = this.#round
    return this.#turn.run(() => (round === this.#round ? work() : Promise.reject(letGo())))
  }

  #prepare(request: InstallRequest, options: PlanJobOptions): Promise<Made> {
    return this.#use(options, async (bootloader) => {
      if (this.#made && sameRequest(this.#made.request, request)) return this.#made
      const stay = await this.#stayIn(bootloader, request)
      const rescued = this.rescued
      const prepared = await prepareInstall(bootloader, request, { ...options, stay, rescued })
      const made = { ...prepared, atMs: performance.now() }
      // Released meanwhile: a plan without its bootloader is worth nothing.
      if (this.#bootloader === bootloader) [this.#made, this.#stay] = [made, made.stay]
      return made
    })
  }

  async #stayIn(bootloader: Bootloader, { baudRate }: InstallRequest): Promise<Stay> {
    // Both may have to reset the chip.
    await bootloader.startStub()
    await bootloader.raiseBaudRate(baudRate)
    if (this.#stay?.resets !== bootloader.resets) this.#stay = new Stay(bootloader)
    return this.#stay
  }

  /** @throws BoardChanged, after which the board is looked at anew */
  async #checkState(made: Made, options: JobOptions): Promise<void> {
    if (made.plan.flashBytes === 0 && !made.plan.work.eraseFirst) return
    const unbroken = this.#bootloader?.resets === made.resets
    if (unbroken && performance.now() - made.atMs < momentMs) return
    try {
      const isLeft = !(unbroken && (await this.#isStillHere(made, options)))
      if (isLeft) await this.#comeBack(made, options)
    } catch (error) {
      if (error instanceof BoardChanged) this.#made = this.#stay = undefined
      throw error
    }
  }

  /** False if the stub is gone: then the chip has been reset, and anything may have run. */
  async #isStillHere(made: Made, { signal }: JobOptions): Promise<boolean> {
    const bootloader = this.#bootloader
    if (!bootloader) return false
    const pieces = made.stay.flash.pieces().filter(({ sizeBytes }) => sizeBytes <= quickPieceBytes)
    try {
      await this.#compare(bootloader, pieces, signal)
      return true
    } catch (error) {
      if (!(error instanceof DeviceError) || !meansLeft.includes(error.code)) throw error
      this.#bootloader = undefined
      await bootloader.close()
      return false
    }
  }

  /** Into the bootloader again, and everything compared that the plan has seen. */
  #comeBack(made: Made, options: JobOptions): Promise<void> {
    return this.#use(options, async (bootloader) => {
      await this.#stayIn(bootloader, made.request)
      await this.#compare(bootloader, made.stay.flash.pieces(), options.signal)
    })
  }

  #compare(bootloader: Bootloader, pieces: Piece[], signal?: AbortSignal): Promise<void> {
    const { flashSizeBytes } = this.identity
    return checkSamePieces(bootloader, pieces, { flashSizeBytes, signal })
  }

  /** With the open bootloader, or a new one; a failure on the wire leaves neither. */
  async #use<T>(
    { signal }: Pick<JobOptions, 'signal'>,
    work: (bootloader: Bootloader) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const bootloader = (this.#bootloader ??= await this.#open(signal))
    const inTime = afterAbort(signal, answerMs, () => bootloader.close())
    try {
      checkSameBoard(this.identity, bootloader.identity)
      return await work(bootloader)
    } catch (error) {
      if (leavesBootloader(error)) throw error
      if (this.#bootloader === bootloader) this.#forget()
      await bootloader.close()
      throw signal?.aborted ? signal.reason : error
    } finally {
      inTime.stop()
    }
  }

  async #open(signal: AbortSignal | undefined): Promise<Bootloader> {
    const leaving = new AbortController()
    const cancel = () => leaving.abort(signal?.reason)
    signal?.addEventListener('abort', cancel)
    const { flashSizeChosen, flashSizeBytes } = this.identity
    const options = flashSizeChosen ? { flashSizeBytes } : {}
    const bootloader = openBootloader(this.port, { signal: leaving.signal, ...options })
    const opening = (this.#opening = { leaving, bootloader })
    try {
      return await bootloader
    } finally {
      signal?.removeEventListener('abort', cancel)
      if (this.#opening === opening) this.#opening = undefined
    }
  }

  #forget(): void {
    this.#bootloader = undefined
    this.#made = this.#stay = undefined
  }
}

/** How a chip answers that has left its stub: not at all, or in other words. */
const meansLeft: DeviceErrorCode[] = ['no-answer', 'command-failed']

/** What went wrong without the wire, or was only cancelled: the board may be asked again. */
const leavesBootloader = (error: unknown): boolean =>
  isAbort(error) ||
  (error instanceof DeviceError &&
    (thought.includes(error.code) || error.code.startsWith('image-')) &&
    !(error instanceof BoardChanged && error.isAnother))

const thought: DeviceErrorCode[] = [
  'board-changed',
  'filesystem-full',
  'preset-invalid',
  'app-unknown',
  'app-changed',
]

const letGo = () => new DeviceError('port-lost', 'The board was let go of.')

/** For a backup before anything was planned. */
const usualBaudRate = 460_800

/** Large contents by identity: a false difference costs a second, a false match would cost a board. */
function sameRequest(a: InstallRequest, b: InstallRequest): boolean {
  const small = ({ firmware: _firmware, extraFiles: _extraFiles, ...rest }: InstallRequest) =>
    JSON.stringify(rest)
  return a.firmware === b.firmware && a.extraFiles === b.extraFiles && small(a) === small(b)
}

/**
 * One board that is held in its bootloader from plan to installation: what was compared once is not
 * compared again, as long as the same is wanted. Whatever fails or is cancelled closes the port; the
 * next wish on the same board connects anew.
 */
import { Mutex } from '../async/mutex'
import { DeviceError } from '../errors'
import { openBootloader, type Bootloader } from '../esptool/bootloader'
import type { SerialLink } from '../serial/link'
import { backupFlash, type BackupOptions } from './backup'
import { installPlanned, prepareInstall, type PreparedInstall } from './install-in-one-pass'
import type { ConnectedBoard, Installed, JobOptions } from './job'
import type { OnePassRequest } from './one-pass-request'
import { openConsole } from './open-console'
import type { InstallPlan } from './plan'
import type { RescuedFiles } from './rescued-files'
import { updateFiles } from './update-files'
import type { UpdateRequest } from './update-request'

interface Opening {
  leaving: AbortController
  bootloader: Promise<Bootloader>
}

export class HeldBoard implements ConnectedBoard {
  readonly identity
  /** A plan that is still being made must be finished or cancelled before anything is written. */
  readonly #turn = new Mutex()
  /** Counts how often the board was let go of. */
  #round = 0
  #bootloader: Bootloader | undefined
  /** A new connection in the making, which whoever lets go of the board must end, too. */
  #opening: Opening | undefined
  #prepared: PreparedInstall | undefined

  constructor(
    private readonly port: SerialPort,
    bootloader: Bootloader,
    private readonly rescued: RescuedFiles,
  ) {
    this.#bootloader = bootloader
    this.identity = bootloader.identity
  }

  plan(request: OnePassRequest, options: JobOptions = {}): Promise<InstallPlan> {
    return this.#inTurn(async () => (await this.#prepare(request, options)).plan)
  }

  install(request: OnePassRequest, options: JobOptions = {}): Promise<Installed> {
    return this.#inTurn(async () => {
      const prepared = await this.#prepare(request, options)
      return this.#use(options, (bootloader) => {
        // From here on the flash changes, and the plan is history.
        this.#forget()
        return installPlanned(this.port, bootloader, prepared, this.#with(options))
      })
    })
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
        await bootloader.startStub(options)
        await bootloader.raiseBaudRate(this.#prepared?.request.baudRate ?? usualBaudRate, options)
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

  #prepare(request: OnePassRequest, options: JobOptions): Promise<PreparedInstall> {
    return this.#use(options, async (bootloader) => {
      if (this.#prepared && sameRequest(this.#prepared.request, request)) return this.#prepared
      const prepared = await prepareInstall(bootloader, request, this.#with(options))
      // Released meanwhile: a plan without its bootloader is worth nothing.
      if (this.#bootloader === bootloader) this.#prepared = prepared
      return prepared
    })
  }

  /** With the open bootloader, or a new one; a failure leaves neither. */
  async #use<T>(
    { signal }: Pick<JobOptions, 'signal'>,
    work: (bootloader: Bootloader) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const bootloader = (this.#bootloader ??= await this.#open(signal))
    try {
      return await work(bootloader)
    } catch (error) {
      if (this.#bootloader === bootloader) this.#forget()
      await bootloader.close()
      throw error
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
    this.#prepared = undefined
  }

  #with = (options: JobOptions) => ({ ...options, rescued: this.rescued })
}

const letGo = () => new DeviceError('port-lost', 'The board was let go of.')

/** For a backup before anything was planned. */
const usualBaudRate = 460_800

/** Large contents by identity: a false difference costs a second, a false match would cost a board. */
function sameRequest(a: OnePassRequest, b: OnePassRequest): boolean {
  const small = ({ firmware: _firmware, extraFiles: _extraFiles, ...rest }: OnePassRequest) =>
    JSON.stringify(rest)
  return a.firmware === b.firmware && a.extraFiles === b.extraFiles && small(a) === small(b)
}

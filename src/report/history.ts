/**
 * What was done on this page, for a report: attempts, their phases with times, ports, and the secrets
 * that were given to boards, so that a report can leave them out. Wraps the functions with which a session
 * reaches boards; kept as long as the page is open.
 */
import type { BoardIdentity } from '../esptool/identity'
import { asDeviceError, isAbort } from '../errors'
import type { ConnectedBoard, Installed } from '../provision/connected-board'
import type { JobOptions, Progress } from '../provision/progress'
import type { BoardWifi, OpenWifiOptions } from '../provision/wifi/board-wifi'
import type { SerialLink } from '../serial/link'
import type { InstallRequest } from '../provision/request'
import type { UpdateRequest } from '../provision/request'
import type { Asked, AttemptRecord } from './facts'

const keptAttempts = 12
const keptDetails = 12

/** The functions that are watched; the rest of a session's services stays as it is. */
interface BoardServices {
  connectBoard(port: SerialPort, options: JobOptions): Promise<ConnectedBoard>
  updateOverConsole(
    port: SerialPort,
    request: UpdateRequest,
    options: JobOptions,
  ): Promise<Installed>
  openWifi(link: SerialLink, options: OpenWifiOptions): Promise<BoardWifi>
  listen(port: SerialPort, options: JobOptions): Promise<SerialLink>
}

export class History {
  attempts: AttemptRecord[] = []
  port: SerialPort | undefined
  identity: BoardIdentity | undefined
  /** Of every board that answered. */
  readonly macs = new Set<string>()
  /** What was last asked for, without contents of files. */
  asked: Asked | undefined
  /** Every network that was given to a board: in no report, ever. */
  readonly networks: { name: string; password: string }[] = []

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The same services, watched. */
  watch<Services extends BoardServices>(services: Services): Services {
    return {
      ...services,
      connectBoard: (port, options) => {
        this.port = port
        this.identity = undefined
        return this.attempt('connect', options, async (watched) => {
          const board = await services.connectBoard(port, watched)
          this.identity = board.identity
          this.macs.add(board.identity.mac)
          return this.#watchBoard(board)
        })
      },
      updateOverConsole: (port, request, options) => {
        this.port = port
        this.#ask(request)
        return this.attempt('update', options, (watched) =>
          services.updateOverConsole(port, request, watched),
        )
      },
      openWifi: async (link, options) => {
        const { watchedWifi } = await import('./watched-wifi')
        return watchedWifi(this, await services.openWifi(link, options))
      },
      listen: (port, options) => {
        this.port = port
        this.identity = undefined
        return this.attempt('console', options, (watched) => services.listen(port, watched))
      },
    }
  }

  #watchBoard(board: ConnectedBoard): ConnectedBoard {
    return {
      identity: board.identity,
      plan: (request, options) => board.plan(request, options),
      install: (request, options) => {
        this.#ask(request)
        return this.attempt('install', options, (watched) =>
          board.install(request, { ...watched, consent: options?.consent }),
        )
      },
      update: (request, options) => {
        this.#ask(request)
        return this.attempt('update', options, (watched) => board.update(request, watched))
      },
      backUp: (options) => board.backUp(options),
      files: (options) => board.files(options),
      openConsole: (options) =>
        this.attempt('console', options, (watched) => board.openConsole(watched)),
      release: () => board.release(),
    }
  }

  #ask(request: Partial<InstallRequest>): void {
    const { firmware, extraFiles, ...asked } = request
    if (asked.wifi) this.networks.push(asked.wifi)
    this.asked = { ...asked, firmwareBytes: firmware?.length, extraFiles: extraFiles?.length }
  }

  /** Records `work`, and that it ended with what `outcomeOf` says. */
  async attempt<T>(
    what: AttemptRecord['what'],
    options: JobOptions = {},
    work: (watched: JobOptions) => Promise<T>,
    outcomeOf: (result: T) => string = () => 'done',
  ): Promise<T> {
    const record: AttemptRecord = { what, fromMs: this.now(), phases: [] }
    this.attempts = [...this.attempts, record].slice(-keptAttempts)
    const onProgress = (progress: Progress) => {
      this.#progress(record, progress)
      options.onProgress?.(progress)
    }
    try {
      const result = await work({ ...options, onProgress })
      record.outcome = outcomeOf(result)
      return result
    } catch (error) {
      record.outcome = isAbort(error) ? 'cancelled' : asDeviceError(error).code
      throw error
    } finally {
      record.toMs = this.now()
      const last = record.phases.at(-1)
      if (last) last.toMs = record.toMs
    }
  }

  #progress({ phases }: AttemptRecord, { phase, detail }: Progress): void {
    const nowMs = this.now()
    const last = phases.at(-1)
    if (last) last.toMs = nowMs
    const current =
      last?.phase === phase ? last : { phase, fromMs: nowMs, toMs: nowMs, details: [] }
    if (current !== last) phases.push(current)
    const isNews = detail && current.details.at(-1) !== detail
    if (isNews && current.details.length < keptDetails) current.details.push(detail)
  }
}

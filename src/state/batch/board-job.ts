/**
 * The whole job on one board of a batch, from its port to a portal that runs, by the verbs that a Session uses.
 * Asks nobody: what to do with a board is decided by the functions of its task.
 */
import { delay } from '../../async/deadline'
import { DeviceError } from '../../errors'
import type { BoardIdentity } from '../../esptool/identity'
import type { ConnectedBoard, Installed } from '../../provision/connected-board'
import type { InstallPlan } from '../../provision/plan/plan'
import type { Progress } from '../../provision/progress'
import type { InstallRequest } from '../../provision/request'
import type { Connection } from '../connection'
import type { BatchServices } from './batch-services'
import type { LostThing } from './stored-batch'

export interface BoardTask {
  connectBoard: BatchServices['connectBoard']
  /** In bytes, for a flash whose chip does not report it. */
  flashSizeBytes?: number
  onProgress: (progress: Progress) => void
  /** Called once the board is known. @returns undefined if it is to be left alone */
  requestFor(identity: BoardIdentity): Promise<InstallRequest | undefined>
  /** What may not be lost and would be; empty: the board may be written. */
  lossesOf(plan: InstallPlan): LostThing[]
  /** Nothing would be lost: it is written now. */
  onWrite(request: InstallRequest, identity: BoardIdentity): void
}

export type JobEnd =
  | { is: 'installed'; address?: string; accessPointPassword?: string }
  | { is: 'left' }
  | { is: 'untouched'; lost: LostThing[] }

/** Who has plugged it in is not the only one who notices: a system's services open new ports for a moment, too. */
const busyWaitsMs = [500, 1500, 3000]

/**
 * `connection` watches the port. Ends with it closed, whatever happens. Rejects as connectBoard, plan and install do; with `port-lost` as
 * soon as the board is unplugged, with an AbortError once `connection` is cancelled.
 */
export async function workOn(
  port: SerialPort,
  task: BoardTask,
  connection: Connection,
): Promise<JobEnd> {
  try {
    connection.signal.throwIfAborted()
    const board = await connect(port, task, connection)
    connection.onEnd(() => board.release())
    return await treat(board, task, connection)
  } finally {
    await connection.end()
  }
}

async function connect(port: SerialPort, task: BoardTask, { signal }: Connection) {
  const { flashSizeBytes, onProgress } = task
  for (const waitMs of [...busyWaitsMs, undefined]) {
    try {
      return await task.connectBoard(port, { signal, flashSizeBytes, onProgress })
    } catch (error) {
      const isBusy = error instanceof DeviceError && error.code === 'port-busy'
      if (!isBusy || waitMs === undefined) throw error
      await delay(waitMs, { signal })
    }
  }
  throw new Error('The last try ends above.')
}

async function treat(
  board: ConnectedBoard,
  task: BoardTask,
  connection: Connection,
): Promise<JobEnd> {
  const options = { signal: connection.signal, onProgress: task.onProgress }
  const request = await task.requestFor(board.identity)
  if (!request) {
    await restart(board, connection)
    return { is: 'left' }
  }
  const plan = await board.plan(request, options)
  const lost = task.lossesOf(plan)
  if (lost.length > 0) {
    await restart(board, connection)
    return { is: 'untouched', lost }
  }
  task.onWrite(request, board.identity)
  const installed = await board.install(request, { ...options, consent: plan })
  return installedEnd(installed, connection)
}

function installedEnd(
  { report, link, accessPointPassword }: Installed,
  connection: Connection,
): JobEnd {
  connection.onEnd(() => link.close())
  return { is: 'installed', address: report.address, accessPointPassword }
}

/** What ran on it before runs again; a board that does not take this is as it was all the same. */
async function restart(board: ConnectedBoard, connection: Connection): Promise<void> {
  const { signal } = connection
  const link = await board.openConsole({ signal }).catch(() => undefined)
  if (link) connection.onEnd(() => link.close())
}

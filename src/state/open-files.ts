/**
 * The board's files for the page: over the console of a board that runs, else through its bootloader. The
 * state says that they are open, and whatever ends the session gives the board its program back. Loaded when
 * it is used.
 */
import { delay, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'
import type { BoardFilesystem } from '../provision/board-files/board-filesystem'
import type { SessionMachine } from './session-machine.svelte'
import type { ReadyState, RunningState } from './session-state'

export interface OpenFilesOptions extends WaitOptions {
  /** The board begins anew: the console will not tell by itself. */
  onRestart?: () => void
}

/** A board that does not listen any more must not keep its port. */
const closeMs = 3000

/** @throws DeviceError as `Session.openFiles` */
export async function openFiles(
  machine: SessionMachine,
  options: OpenFilesOptions,
): Promise<BoardFilesystem> {
  const { state } = machine
  if (state.at !== 'running' && state.at !== 'ready') {
    throw new DeviceError('unexpected', 'There is no board whose files could be opened.')
  }
  if (state.filesOpen || ('wifiOpen' in state && state.wifiOpen)) {
    throw new DeviceError('port-busy', 'The console is lent already.')
  }
  const { connection } = machine
  machine.note(connection, { filesOpen: true })
  try {
    const files = await (state.at === 'running'
      ? ofRunning(machine, state, options)
      : ofReady(machine, state, options))
    if (!connection.ended) return files
    // The session has ended meanwhile: nobody would close them.
    await files.close({ restart: true })
    throw new DeviceError('port-lost', 'The board was released.')
  } catch (error) {
    machine.note(connection, { filesOpen: undefined })
    throw error
  }
}

async function ofRunning(
  machine: SessionMachine,
  { link }: RunningState,
  { signal, onRestart }: OpenFilesOptions,
): Promise<BoardFilesystem> {
  const { connection } = machine
  const onClosed = ({ restart }: { restart: boolean }) => {
    if (connection.ended) return
    connection.onEnd(() => link.close())
    machine.note(connection, { filesOpen: undefined })
    if (restart) onRestart?.()
  }
  // From here, so that the first load does not list its parts.
  const { filesOfRunningBoard } = await import('../provision/board-files/files-of-running-board')
  const files = await filesOfRunningBoard(link, { signal, onClosed })
  if (!connection.ended) {
    connection.onEnd(async () => {
      await Promise.race([files.close({ restart: true }), delay(closeMs)])
      await link.close()
    })
  }
  return files
}

async function ofReady(
  machine: SessionMachine,
  { board }: ReadyState,
  { signal }: OpenFilesOptions,
): Promise<BoardFilesystem> {
  const { connection } = machine
  return board.files({
    signal,
    onClosed: () => machine.note(connection, { filesOpen: undefined }),
  })
}

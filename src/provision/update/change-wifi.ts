/**
 * Another network for a board that runs the portal, over the console: nothing but the file of the networks
 * that it remembers is written. The board is restarted and handed over at once: its own lines tell whether
 * it gets in. Whatever happens, it is restarted and the port closed, unless the open console is handed over.
 */
import { DeviceError } from '../../errors'
import m from '../../messages/compiled/progress'
import { listFiles, readFile, syncFiles, type BoardEntry } from '../../micropython/files'
import { openRepl } from '../../micropython/open-repl'
import type { Repl } from '../../micropython/repl'
import { ByteReader } from '../../serial/byte-reader'
import type { SerialLink } from '../../serial/link'
import { openLink } from '../../serial/open-link'
import { consoleBaudRate } from '../boot/baud-rates'
import { replayingLink } from '../boot/replaying-link'
import { restartByCommand } from '../boot/restart-by-command'
import type { WifiChanged } from '../connected-board'
import type { FileOnBoard } from '../files/merge-files'
import { credentialsPath, isInPortalFolder } from '../files/paths'
import { withNetwork } from '../files/wifi-credentials'
import type { JobOptions } from '../progress'
import type { WifiRequest } from '../request'
import { releaseInTime } from './release-in-time'
import { withRoom } from './with-room'

/** The board repeats what it is told; on a noisy line that may be lost. */
const echoMs = 1000
/** Restarting after a failure must not keep anybody waiting. */
const restartMs = 1500

/** @throws DeviceError `file-missing` if there is no portal to read the networks; else as openRepl, syncFiles */
export async function changeWifi(
  port: SerialPort,
  request: WifiRequest,
  { signal, onProgress }: JobOptions = {},
): Promise<WifiChanged> {
  onProgress?.({ phase: 'start', detail: m.interrupting() })
  const link = await openLink(port, { baudRate: consoleBaudRate, signal })
  const inTime = releaseInTime(link, { signal, byLines: false })
  try {
    const onBoard = await exchange(link, request, { signal, onProgress })
    onProgress?.({ phase: 'portal', detail: m.restarting() })
    return { link: await restarted(link, signal), onBoard }
  } catch (error) {
    await link.close()
    // What was cut off because of a cancel is a cancel.
    throw signal?.aborted ? signal.reason : error
  } finally {
    inTime.stop()
  }
}

async function exchange(
  link: SerialLink,
  request: WifiRequest,
  { signal, onProgress }: JobOptions,
): Promise<FileOnBoard[]> {
  const repl = await openRepl(link, { signal })
  try {
    onProgress?.({ phase: 'upload' })
    const files = await withRoom(repl, () => writeNetwork(repl, request, signal), signal)
    await repl.exit({ signal })
    return files
  } catch (error) {
    await repl.close()
    const inTime = AbortSignal.timeout(restartMs)
    await restartByCommand(link, { signal: inTime }).catch(() => undefined)
    throw error
  }
}

async function writeNetwork(
  repl: Repl,
  { network, keepOthers }: WifiRequest,
  signal?: AbortSignal,
): Promise<FileOnBoard[]> {
  const entries = await listFiles(repl, '/', { signal })
  if (!entries.some(({ path }) => isInPortalFolder(path)))
    throw new DeviceError('file-missing', 'There is no portal on the board.')
  const remembered =
    keepOthers && entries.some(({ path }) => path === credentialsPath)
      ? await readFile(repl, credentialsPath, { signal })
      : undefined
  const bytes = withNetwork(network, remembered)
  await syncFiles(repl, [{ path: credentialsPath, bytes }], { signal })
  return filesAmong(entries, bytes.length)
}

/** What the board has now. */
function filesAmong(entries: readonly BoardEntry[], credentialsBytes: number): FileOnBoard[] {
  const files = entries.filter(({ kind, path }) => kind === 'file' && path !== credentialsPath)
  const all = [...files, { path: credentialsPath, sizeBytes: credentialsBytes }]
  return all
    .map(({ path, sizeBytes }) => ({ path, sizeBytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The console of the board as it starts: without the command, which would pass for a program's words. */
async function restarted(link: SerialLink, signal?: AbortSignal): Promise<SerialLink> {
  const reader = new ByteReader(link)
  try {
    await restartByCommand(link, { signal })
    const echo = reader.readUntil('machine.reset()\r\n', { timeoutMs: echoMs, signal })
    await echo.catch((error: unknown) => {
      if (!(error instanceof DeviceError) || error.code !== 'no-answer') throw error
    })
    return replayingLink(link)
  } finally {
    reader.release()
  }
}

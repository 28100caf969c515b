/**
 * The verb for a board that runs MicroPython already: the firmware stays, only files that differ are
 * sent, over the console, and the portal's own line is the proof. `reset` starts a board from its
 * bootloader by the lines and has the boot doctor; `console` takes one as it runs, for boards whose
 * lines lead nowhere. Whatever happens, the board is restarted and the port closed, unless an open
 * console is handed over.
 */
import { DeviceError, isAbort } from '../../errors'
import { hardReset, resetByHandMs, resetOrByHand } from '../../esptool/hard-reset'
import m from '../../messages/compiled/progress'
import { isBootSilence } from '../../micropython/boot-fault'
import { openRepl } from '../../micropython/open-repl'
import type { Repl } from '../../micropython/repl'
import type { SerialLink } from '../../serial/link'
import { openLink } from '../../serial/open-link'
import { startWithDoctor } from '../boot/boot-doctor'
import type { Installed, FileCounts } from '../connected-board'
import type { JobOptions, Phase, Progress } from '../progress'
import { releaseInTime } from './release-in-time'
import { replayingLink } from '../boot/replaying-link'
import { restartByCommand } from '../boot/restart-by-command'
import { consoleBaudRate } from '../boot/baud-rates'
import { discardWaiting, syncBoard, type SyncOptions } from './sync-board'
import { TimeLeft } from '../time-left'
import type { UpdateRequest } from '../request'
import { withRoom } from './with-room'
import { bootError, waitForPortal, watchBoot, type Verdict } from '../boot/wait-for-board'

export interface UpdateOptions extends JobOptions {
  way: 'reset' | 'console'
}

type Report = (phase: Phase, progress?: Partial<Progress>) => void

interface Circumstances extends Pick<UpdateOptions, 'signal' | 'way'> {
  report: Report
  /** How long it takes can be told only when the files have been compared; the first call counts. */
  knowSize: (uploadBytes: number) => void
  uninterrupted?: SyncOptions['uninterrupted']
}

/** A main.py that says nothing is interrupted after so long, if it then wants to be. */
const firstWordsMs = 4000
/** Restarting after a failure must not keep anybody waiting. */
const restartInTime = () => AbortSignal.timeout(1500)

export async function updateFiles(
  port: SerialPort,
  request: UpdateRequest,
  { signal, onProgress, way }: UpdateOptions,
): Promise<Installed> {
  const work = { signal, way, ...reporting(onProgress) }
  const accessPointPassword = request.portal.password
  work.report('start', { detail: m.interrupting() })
  const link = await openLink(port, { baudRate: consoleBaudRate, signal })
  const inTime = releaseInTime(link, { signal, byLines: way === 'reset' })
  let installed: Installed | undefined
  try {
    const files = await exchange(
      link,
      request,
      Object.assign(work, { leave: inTime.begin, uninterrupted: inTime.suspendedFor }),
    )
    if (work.way === 'console') {
      return (installed = { ...(await restartOverConsole(link, work)), accessPointPassword, files })
    }
    await link.close()
    return (installed = { ...(await restartByLines(port, work)), accessPointPassword, files })
  } finally {
    inTime.stop()
    if (!installed) await link.close()
  }
}

/** Whatever goes wrong in here, the board goes back to what it did before. */
async function exchange(
  link: SerialLink,
  request: UpdateRequest,
  work: Circumstances & { leave: () => void },
): Promise<FileCounts> {
  let repl: Repl | undefined
  try {
    repl = await takeRepl(link, work)
    const own = repl
    const sync = () => syncBoard(own, request, syncOptions(work))
    const files = await withRoom(own, sync, work.signal)
    await repl.exit({ signal: work.signal })
    return files
  } catch (error) {
    work.leave()
    await leaveBoard(link, repl, work.way, error)
    // What was cut off because of a cancel is a cancel.
    throw work.signal?.aborted ? work.signal.reason : error
  }
}

async function takeRepl(link: SerialLink, work: Circumstances): Promise<Repl> {
  const { signal } = work
  if (work.way === 'console') return openRepl(link, { signal })
  const byHand = !(await resetOrByHand(link, { signal }))
  if (byHand) askForReset(work)
  const byHandMs = byHand ? resetByHandMs : 0
  const verdict = await watchBoot(link, { signal, timeoutMs: firstWordsMs, byHandMs })
  return openRepl(link, { signal }).catch((error: unknown) => {
    throw isFault(verdict) && !isAbort(error) ? faultError(verdict) : error
  })
}

/** Once is enough: all restarts after this one go by command. */
function askForReset(work: Circumstances): void {
  work.way = 'console'
  work.report('start', { detail: m.pressReset(), byHand: true })
}

const isFault = (verdict: Verdict) => verdict.code !== 'micropython' && !isBootSilence(verdict)

const faultError = (verdict: Verdict) =>
  verdict.code === 'filesystem-corrupt'
    ? new DeviceError('filesystem-damaged', 'MicroPython cannot mount its filesystem.')
    : bootError(verdict)

function syncOptions({ signal, report, knowSize, uninterrupted }: Circumstances): SyncOptions {
  return {
    signal,
    uninterrupted,
    onDetail: (detail: string) => report('upload', { detail }),
    onSent: (sent: number, total: number) => {
      knowSize(total)
      report('upload', { fraction: total === 0 ? undefined : sent / total })
    },
  }
}

/** The doctor's own phases would lead back to one that is over. */
function restartByLines(
  port: SerialPort,
  { signal, report, knowSize }: Circumstances,
): Promise<Installed> {
  knowSize(0)
  report('portal', { detail: m.restarting(), inPlace: true })
  return startWithDoctor(port, {
    signal,
    report: (phase, progress) => {
      const inPlace = { ...progress, inPlace: true } as const
      if (phase !== 'start') report(phase, inPlace)
      else if (progress?.detail) report('portal', inPlace)
    },
  })
}

/** By software: for boards whose reset nobody can reach from here. */
async function restartOverConsole(
  link: SerialLink,
  { signal, report, knowSize }: Circumstances,
): Promise<Installed> {
  knowSize(0)
  report('portal', { inPlace: true })
  const console = replayingLink(link)
  const running = waitForPortal(console, { signal })
  await Promise.all([restartByCommand(link, { signal }), running])
  return { report: await running, link: console }
}

/** Best effort: what went wrong before is what matters. */
async function leaveBoard(
  link: SerialLink,
  repl: Repl | undefined,
  way: UpdateOptions['way'],
  error: unknown,
): Promise<void> {
  if (error instanceof DeviceError && error.code.startsWith('port-')) return
  if (repl && (isAbort(error) || error instanceof DeviceError)) await discardWaiting(repl)
  await repl?.close()
  if (way === 'reset') await hardReset(link).catch(() => undefined)
  else if (repl) await restartByCommand(link, { signal: restartInTime() }).catch(() => undefined)
}

function reporting(
  onProgress: JobOptions['onProgress'],
): Pick<Circumstances, 'report' | 'knowSize'> {
  let timeLeft: TimeLeft | undefined
  const baudRate = consoleBaudRate
  return {
    knowSize: (uploadBytes) =>
      (timeLeft ??= new TimeLeft({ compressedBytes: 0, uploadBytes, baudRate })),
    report: (phase, progress = {}) =>
      onProgress?.({ phase, remainingMs: timeLeft?.at(phase, progress.fraction), ...progress }),
  }
}

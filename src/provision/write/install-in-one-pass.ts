/**
 * The whole job in one pass over the cable: a plan before anything is erased, firmware and files in
 * one write of what differs, and the portal's own line as the proof. Whatever happens, the port is
 * closed at the end unless an open console is handed over; another attempt resumes by itself.
 */
import { compressAhead } from '../../esptool/open-bootloader'
import type { Bootloader } from '../../esptool/bootloader'
import { DeviceError } from '../../errors'
import m from '../../messages/compiled/progress'
import { startWithDoctor } from '../boot/boot-doctor'
import { carryOut, piecesToWrite } from './carry-out'
import { checkChosenSize } from '../survey/flash-size-check'
import type { Installed, PlanJobOptions } from '../connected-board'
import type { JobOptions, Phase, Progress } from '../progress'
import type { InstallRequest } from '../request'
import type { InstallPlan } from '../plan/plan'
import { planInstall } from '../plan/plan-install'
import type { RescuedFiles } from '../rescue/rescued-files'
import { checkSameBoard, checkSamePieces } from '../plan/same-state'
import { startPortal } from '../boot/start-portal'
import { SurveyCache } from '../survey/survey-cache'
import { TimeLeft } from '../time-left'

export interface OnePassOptions extends JobOptions {
  /** One for the page's life; the same for every attempt. */
  rescued: RescuedFiles
}

export interface PrepareOptions extends OnePassOptions, PlanJobOptions {
  /** What is known of this board since it came into its bootloader. */
  cache?: SurveyCache
}

export interface PreparedInstall {
  plan: InstallPlan
  request: InstallRequest
  /** What the ladder arrived at. */
  baudRate: number
  cache: SurveyCache
  /** Of the bootloader, when the plan was made. */
  resets: number
}

/** A board that is reset again and again while it is looked at does not hold still. */
const looks = 3

/**
 * Looks and compares; the board is unchanged. It stays in its bootloader, ready for `installPlanned`.
 * A cancel takes effect between two questions and leaves the bootloader as it is.
 */
export async function prepareInstall(
  bootloader: Bootloader,
  request: InstallRequest,
  { signal, onProgress, onDraft, rescued, cache = new SurveyCache(bootloader) }: PrepareOptions,
): Promise<PreparedInstall> {
  const report = (progress: Partial<Progress>) => onProgress?.({ phase: 'prepare', ...progress })
  report({})
  const onDetail = (detail: string) => report({ detail })
  signal?.throwIfAborted()
  await bootloader.startStub({ onDetail })
  const baudRate = await bootloader.raiseBaudRate(request.baudRate, { onDetail })
  if (!cache.found) await checkChosenSize(bootloader, bootloader.identity)
  const known = rescued.of(bootloader.identity.mac)
  const onLooked = (done: number, total: number) =>
    onDetail(m.looking({ value: Math.floor((done / total) * 100) }))
  for (let look = 1; look <= looks; look++) {
    const { resets } = bootloader
    onDetail(m.reading())
    const options = { signal, rescued: known, cache, onDraft, onLooked }
    const plan = await planInstall(bootloader, request, baudRate, options)
    // Reset while it was read: its own program may have changed what was read first.
    if (bootloader.resets !== resets) cache = new SurveyCache(bootloader)
    else {
      void compressAhead(piecesToWrite(plan.work)) // while the plan is being read
      return { plan, request, baudRate, cache, resets }
    }
  }
  throw new DeviceError('no-answer', 'The board was reset again and again while it was read.')
}

/** Carries a plan out, once, on the bootloader that it was made with. */
export async function installPlanned(
  port: SerialPort,
  bootloader: Bootloader,
  { plan, request, baudRate, cache }: PreparedInstall,
  { signal, onProgress, rescued }: OnePassOptions,
): Promise<Installed> {
  const report = reporter(plan, baudRate, onProgress)
  const { mac, flashSizeBytes } = bootloader.identity
  try {
    if (plan.flashBytes > 0 || plan.work.eraseFirst) report('write', { fraction: 0 })
    await carryOut(bootloader, plan.work, plan.found, {
      signal,
      onRisk: () => rescued.remember(mac, plan.work.filesystem?.kept ?? new Map()),
      onProgress: (done, total) =>
        done < total ? report('write', { fraction: done / total }) : report('verify'),
      onRecovered: async (chip, written) => {
        checkSameBoard(bootloader.identity, await chip.identify())
        await checkSamePieces(chip, cache.flash.pieces(written), { flashSizeBytes, signal })
      },
    })
    // On a flash that was blank before, this is the first moment at which it can be told.
    await checkChosenSize(bootloader, bootloader.identity, { signal })
    rescued.forget(mac)
    await bootloader.close()
    if (plan.files.step === 'repl') return await startPortal(port, plan.uploads, { signal, report })
    const { flashMode } = request
    const flashSize = bootloader.identity.flashSizeChosen ? 'chosen' : 'measured'
    const started: typeof report = (phase, progress) =>
      report(phase, { ...progress, inPlace: true })
    return await startWithDoctor(port, { signal, report: started, flashMode, flashSize })
  } finally {
    await bootloader.close()
  }
}

function reporter(plan: InstallPlan, baudRate: number, onProgress: JobOptions['onProgress']) {
  const uploadBytes = plan.uploads.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const timeLeft = new TimeLeft({ compressedBytes: plan.wireBytes, uploadBytes, baudRate })
  return (phase: Phase, progress: Partial<Progress> = {}) =>
    onProgress?.({ phase, remainingMs: timeLeft.at(phase, progress.fraction), ...progress })
}

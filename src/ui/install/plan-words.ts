/** A plan in the words of people: what is there, what comes, what stays, what goes, how long it takes. */
import { hex } from '../../bytes/hex'
import { credentialsPath, isInPortalFolder, portalDataPaths } from '../../provision/files/paths'
import type { Agreed } from '../../provision/plan/agreement'
import { changesBetween } from '../../provision/survey/changes'
import type { FileFate } from '../../provision/files/merge-files'
import type { FoundData } from '../../provision/survey/occupied-flash'
import type { InstallPlan, Loss } from '../../provision/plan/plan'
import { sizeWords } from '../board/flash-words'
import { micropythonWords } from './micropython-words'

/** From the reset until the portal's line; a known network may take longer. */
const bootMs = 3000
/** Until MicroPython has made a filesystem of its own and listens. */
const formatMs = 5000
/** Of 115,200 baud what the REPL leaves after pauses for writing. */
const replBytesPerMs = 8

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

/** "MicroPython v1.27.0 with the portal and 3 other files" */
export function foundWords(plan: InstallPlan): string {
  const firmware = foundFirmware(plan)
  const { kind } = plan.found.filesystem
  if (kind === 'interrupted') return `${firmware}; an installation that was not finished.`
  if (kind === 'fat') return `${firmware} and files in an old format.`
  if (kind === 'unreadable') return `${firmware} and files that cannot be read.`
  const portal = hasPortal(plan) ? ['the portal'] : []
  const own = ownPaths(plan).length
  const more = own > 0 ? [portal.length > 0 ? `${files(own)} of yours` : files(own)] : []
  const rest = [...portal, ...more].join(' and ')
  return rest ? `${firmware} with ${rest}.` : `${firmware}.`
}

function foundFirmware({ found }: InstallPlan): string {
  const { firmware } = found
  switch (firmware.kind) {
    case 'blank':
      return blankWords(found)
    case 'micropython':
      return micropythonWords(firmware.version)
    case 'damaged':
      return firmware.isUnproven
        ? 'A program that is not a whole MicroPython'
        : 'An incomplete MicroPython'
    case 'other':
      return 'Another firmware, not MicroPython'
  }
}

/** Blank is said only of a flash that was looked through and is erased from end to end. */
function blankWords({ data = [], rfData, isUnread }: InstallPlan['found']): string {
  if (data.length > 0 || rfData === 'foreign') return 'No firmware, but other data'
  return isUnread ? 'No firmware' : 'Nothing: the flash is blank'
}

/** True if there is anything to back up, as far as it is known. */
export const holdsSomething = ({ found }: InstallPlan): boolean =>
  found.firmware.kind !== 'blank' ||
  found.filesystem.kind === 'littlefs' ||
  found.rfData === 'foreign' ||
  (found.data ?? []).length > 0

const hasPortal = ({ files: { planned } }: InstallPlan): boolean =>
  planned.some(({ path, fate }) => isInPortalFolder(path) && fate !== 'added')

const pathsOf = ({ files: { planned } }: InstallPlan, ...fates: FileFate[]): string[] =>
  planned.filter(({ fate }) => fates.includes(fate)).map(({ path }) => path)

const isOwners = (path: string) => !portalDataPaths.includes(path)

/** What the board's owner has on it and the portal does not bring. */
export const ownPaths = (plan: InstallPlan): string[] =>
  pathsOf(plan, 'kept', 'lost').filter(isOwners)

export const keptPaths = (plan: InstallPlan): string[] => pathsOf(plan, 'kept').filter(isOwners)

/** True if there is something to be asked about: files, or networks that the portal has saved. */
export const hasOwners = (plan: InstallPlan): boolean =>
  ownPaths(plan).length > 0 || networksFate(plan) !== undefined

/** What becomes of the networks that the portal has saved; undefined where it has none. */
function networksFate({ files: { planned } }: InstallPlan): FileFate | undefined {
  const fate = planned.find(({ path }) => path === credentialsPath)?.fate
  return fate === 'added' ? undefined : fate
}

/** "The saved Wi-Fi networks" where they stay; undefined where there are none, or they go. */
export function networksWords(plan: InstallPlan): string | undefined {
  const fate = networksFate(plan)
  if (fate === 'kept' || fate === 'unchanged') return 'The saved Wi-Fi networks.'
  const merged = fate === 'replaced' && plan.owners === 'keep'
  return merged ? 'The saved Wi-Fi networks; the one typed in comes first.' : undefined
}

function networksLoss(plan: InstallPlan): string[] {
  const fate = networksFate(plan)
  if (fate === 'lost') return ['The saved Wi-Fi networks.']
  const replaced = fate === 'replaced' && plan.owners === 'replace'
  return replaced ? ['The saved Wi-Fi networks, replaced by the one typed in.'] : []
}

/** Of the extra files those that this plan knows. */
export function extraPaths({ files }: InstallPlan, extra: readonly string[]): string[] {
  const fates = new Map(files.planned.map(({ path, fate }) => [path, fate]))
  const uploaded = files.step === 'repl'
  return extra.filter((path) => uploaded || fates.has(path))
}

/** True if the board is already what was asked for. */
export const isIdentical = ({ flashBytes, work, uploads }: InstallPlan): boolean =>
  flashBytes === 0 && !work.eraseFirst && uploads.length === 0

export function writtenWords(plan: InstallPlan, presetName: string): string {
  const radio =
    ' The place of the radio’s settings is put right, without which the chip does not start.'
  return `${partsWords(plan, presetName)}${plan.found.rfData === 'foreign' ? radio : ''}`
}

function partsWords(plan: InstallPlan, presetName: string): string {
  const { firmware } = plan
  const name = micropythonWords(firmware.version)
  const portal = `the captive portal “${presetName}”`
  if (plan.work.format) return formatWords(plan, portal)
  if (plan.work.eraseFirst)
    return `After everything is erased, ${name} (${sizeWords(firmware.sizeBytes)}) and ${portal}.`
  if (isIdentical(plan)) return `Nothing needs writing: ${name} and ${portal} are there already.`
  if (plan.files.step === 'none') return firmwareWords(plan)
  switch (firmware.step) {
    case 'write':
      return `${name} and ${portal}.`
    case 'resume':
      return `The rest of ${name}, and ${portal}.`
    case 'header':
      return `The firmware’s settings, and ${portal}.`
    case 'none':
      return `Only what differs of ${portal}. ${name} stays as it is.`
  }
}

function formatWords({ firmware: { step, version } }: InstallPlan, portal: string): string {
  const firmware = step === 'none' ? '' : ` ${micropythonWords(version)} is put right, too.`
  return `A new, empty file memory, made by the board itself, and in it ${portal}.${firmware}`
}

function firmwareWords({ firmware: { step, version } }: InstallPlan): string {
  if (step === 'header') return 'Only the firmware’s settings for the flash chip.'
  const part = step === 'resume' ? 'Only what is missing of ' : ''
  return `${part}${micropythonWords(version)}. The portal is there already.`
}

/** "412 KB over the cable, about 12 s until the portal runs" */
export function costWords(plan: InstallPlan): string {
  const uploadBytes = plan.uploads.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const uploadMs = uploadBytes > 0 ? formatMs + uploadBytes / replBytesPerMs : 0
  const seconds = Math.ceil((plan.estimatedMs + uploadMs + bootMs) / 1000)
  const about = seconds < 90 ? `about ${seconds} s` : `about ${Math.ceil(seconds / 60)} min`
  const size = sizeWords(Math.max(plan.wireBytes + uploadBytes, 1024))
  const bytes = isIdentical(plan) ? '' : `${size} over the cable, `
  return `${bytes}${about} until the portal runs.`.replace(/^a/, 'A')
}

export interface LossWords {
  /** Whole things: a firmware, a filesystem, everything. */
  things: string[]
  /** Files that are gone afterwards. */
  gone: string[]
  /** Files whose place is taken by one of the portal's. */
  replaced: string[]
  /** Files whose place is taken by an extra file. */
  overwritten: string[]
}

/** @param extra paths of the extra files */
export function lossWords(plan: InstallPlan, extra: readonly string[] = []): LossWords {
  const { losses } = plan
  const own = losses.filter((loss) => loss.kind === 'file').filter(({ path }) => isOwners(path))
  const replaced = own.filter(({ why }) => why === 'replaced').map(({ path }) => path)
  const gone = own.filter(({ why }) => why !== 'replaced').map(({ path }) => path)
  return {
    things: [...losses.flatMap((loss) => thingWords(loss, plan)), ...networksLoss(plan)],
    gone,
    replaced: replaced.filter((path) => !extra.includes(path)),
    overwritten: replaced.filter((path) => extra.includes(path)),
  }
}

function thingWords(loss: Loss, plan: InstallPlan): string[] {
  switch (loss.kind) {
    case 'whole-flash':
      return holdsSomething(plan)
        ? [`Everything on the board: ${programWords(plan)}, files, saved Wi-Fi.`]
        : []
    case 'firmware':
      return ['The firmware that is on the board now.']
    case 'filesystem':
      return [`Its old files${atWords(loss)}, in a format that this page cannot read.`]
    case 'data':
      return [`${dataWords[loss.what]}: ${sizeWords(loss.sizeBytes)}${atWords(loss)}.`]
    case 'rf-data':
      return [`What stands in the place of the radio’s settings: 4 KB${atWords(loss)}.`]
    case 'file':
      return []
  }
}

function programWords({ found: { firmware } }: InstallPlan): string {
  if (firmware.kind === 'blank') return 'data'
  if (firmware.kind !== 'micropython') return 'firmware'
  return `${`MicroPython ${firmware.version ?? ''}`.trim()} (${sizeWords(firmware.sizeBytes)})`
}

const dataWords: Record<FoundData['what'], string> = {
  littlefs: 'Files of another file memory (littlefs)',
  fat: 'Files of another file memory (FAT)',
  program: 'Another program',
  unknown: 'Data of a kind that this page does not know',
}

const atWords = ({ offsetBytes }: { offsetBytes?: number }): string =>
  offsetBytes === undefined ? '' : ` at ${hex(offsetBytes)}`

/** True if what is lost cannot be named file by file: only a copy of the whole flash saves it. */
export const losesUnread = ({ losses }: InstallPlan): boolean =>
  losses.some(({ kind }) => kind === 'firmware' || kind === 'filesystem' || kind === 'data')

/** What is different since a plan was agreed to; empty if that cannot be told. */
export function changeWords(agreed: Agreed, { found }: InstallPlan): string[] {
  if (agreed === 'nothing') return []
  const { added, changed, removed, firmware } = changesBetween(agreed.found, found)
  return [
    ...(firmware ? ['Another program is on it.'] : []),
    ...listWords('New', added),
    ...listWords('Changed', changed),
    ...listWords('Gone', removed),
  ]
}

const listWords = (what: string, paths: string[]): string[] =>
  paths.length > 0 ? [`${what}: ${paths.join(', ')}.`] : []

/** What the button does; a plan that is not there yet promises nothing. */
export function buttonWords(
  plan: InstallPlan | undefined,
  erase?: 'everything' | 'files' | false,
): string {
  if (erase === 'everything') return 'Erase flash and install'
  if (erase === 'files') return 'Erase the files and install'
  if (!plan) return 'Install'
  if (isIdentical(plan)) return 'Start the portal'
  if (plan.firmware.step === 'resume') return 'Install the rest'
  return plan.found.firmware.kind === 'micropython' ? 'Update' : 'Install'
}

const blockBytes = 4096
const goingFates: FileFate[] = ['lost', 'removed']

/** Roughly what is left for extra files: littlefs gives a file whole blocks. */
export function freeBytes(plan: InstallPlan, capacityBytes: number, extra: readonly string[]) {
  const others = plan.files.planned.filter(
    ({ path, fate }) => !goingFates.includes(fate) && !extra.includes(path),
  )
  const usedBlocks = others.reduce((sum, file) => sum + Math.ceil(file.sizeBytes / blockBytes), 0)
  return capacityBytes - usedBlocks * blockBytes
}

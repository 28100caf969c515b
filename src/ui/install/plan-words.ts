/** A plan in the words of people: what is there, what comes, what stays, what goes, how long it takes. */
import type { InstallPlan, Loss } from '../../provision/plan'
import { sizeWords } from '../board/flash-words'

/** The portal writes these itself: a new version of them is no loss. */
const ofThePortal = ['/portal.json', '/wifi.creds']
/** From the reset until the portal's line; a known network may take longer. */
const bootMs = 3000

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

function foundFirmware({ found: { firmware } }: InstallPlan): string {
  switch (firmware.kind) {
    case 'blank':
      return 'Nothing: the flash is blank'
    case 'micropython':
      return `MicroPython ${firmware.version ?? ''}`.trim()
    case 'damaged':
      return 'An incomplete MicroPython'
    case 'other':
      return 'Another firmware, not MicroPython'
  }
}

const hasPortal = ({ files: { planned } }: InstallPlan): boolean =>
  planned.some(({ path, fate }) => path.startsWith('/lib/captive_portal/') && fate !== 'added')

/** What the board's owner has on it and the portal does not bring. */
export const ownPaths = ({ files: { planned } }: InstallPlan): string[] =>
  planned.filter(({ fate }) => fate === 'kept' || fate === 'lost').map(({ path }) => path)

export const keptPaths = ({ files: { planned } }: InstallPlan): string[] =>
  planned.filter(({ fate }) => fate === 'kept').map(({ path }) => path)

/** True if the board is already what was asked for. */
export const isIdentical = ({ flashBytes, work, uploads }: InstallPlan): boolean =>
  flashBytes === 0 && !work.eraseFirst && uploads.length === 0

export function writtenWords(plan: InstallPlan, presetName: string): string {
  const { firmware } = plan
  const name = `MicroPython ${firmware.version}`
  const portal = `the captive portal “${presetName}”`
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

function firmwareWords({ firmware: { step, version } }: InstallPlan): string {
  if (step === 'header') return 'Only the firmware’s settings for the flash chip.'
  const part = step === 'resume' ? 'Only what is missing of ' : ''
  return `${part}MicroPython ${version}. The portal is there already.`
}

/** "412 KB over the cable, about 12 s until the portal runs" */
export function costWords(plan: InstallPlan): string {
  const seconds = Math.ceil((plan.estimatedMs + bootMs) / 1000)
  const about = seconds < 90 ? `about ${seconds} s` : `about ${Math.ceil(seconds / 60)} min`
  const size = plan.wireBytes < 1024 ? '1 KB' : sizeWords(plan.wireBytes)
  const bytes = isIdentical(plan) ? '' : `${size} over the cable, `
  return `${bytes}${about} until the portal runs.`.replace(/^a/, 'A')
}

export interface LossWords {
  /** Whole things: a firmware, a filesystem, everything. */
  things: string[]
  /** Files that are gone afterwards. */
  gone: string[]
  /** Files whose place is taken by one of ours. */
  replaced: string[]
}

export function lossWords({ losses, found }: InstallPlan): LossWords {
  const files = losses.filter((loss) => loss.kind === 'file')
  const own = files.filter(({ path }) => !ofThePortal.includes(path))
  const paths = (replaced: boolean) =>
    own.filter(({ why }) => (why === 'replaced') === replaced).map(({ path }) => path)
  const blank = found.firmware.kind === 'blank' && found.filesystem.kind !== 'littlefs'
  const things = losses.flatMap((loss) => thingWords(loss, blank))
  return { things, gone: paths(false), replaced: paths(true) }
}

function thingWords(loss: Loss, blank: boolean): string[] {
  switch (loss.kind) {
    case 'whole-flash':
      return blank ? [] : ['Everything on the board: firmware, files, saved Wi-Fi.']
    case 'firmware':
      return ['The firmware that is on the board now.']
    case 'filesystem':
      return ['Its old files, in a format that this page cannot read.']
    case 'file':
      return []
  }
}

/** What the button does; a plan that is not there yet promises nothing. */
export function buttonWords(plan: InstallPlan | undefined, erases: boolean): string {
  if (erases) return 'Erase flash and install'
  if (!plan) return 'Install'
  if (isIdentical(plan)) return 'Start the portal'
  if (plan.firmware.step === 'resume') return 'Install the rest'
  return plan.found.firmware.kind === 'micropython' ? 'Update' : 'Install'
}

/** Why Install rests, in one sentence beside it: the first thing that has to happen. */
import type { FirmwareOffer } from '../../state/firmware.svelte'

export interface Readiness {
  firmware: FirmwareOffer['at']
  /** Of the network's name and password. */
  wifiProblem?: string
  extraFilesFine: boolean
  /** The apps of this browser are still being read. */
  appsLoading: boolean
  /** The preset is being edited. */
  editing: boolean
  backingUp: boolean
  /** What stays and what comes does not fit. */
  full: boolean
  /** The preset names another flash size than the chip has. */
  wrongSize: boolean
  /** What is erased has to be agreed to. */
  erases: boolean
  understood: boolean
  planning: boolean
}

const firmwareReasons: Partial<Record<FirmwareOffer['at'], string>> = {
  checking: 'The firmware is being checked.',
  wanted: 'Choose a firmware file first.',
  refused: 'This firmware cannot go onto the board: choose another file.',
}

/** Undefined if Install may be pressed. */
export function installBlock(now: Readiness): string | undefined {
  return [
    firmwareReasons[now.firmware],
    now.editing && 'Save or cancel the preset that you are editing first.',
    now.wifiProblem && 'Complete the network above, or empty it.',
    !now.extraFilesFine && 'One of the extra files cannot go along as it is: see there.',
    now.appsLoading && 'The apps of this browser are being read.',
    now.backingUp && 'The backup is being made.',
    now.full && 'The files do not fit: leave some out.',
    now.wrongSize && 'The preset names another memory size than this board has.',
    now.erases && !now.understood && 'Tick above that you understand what will be lost.',
    now.erases && now.planning && 'What would be erased is being looked up.',
  ].find((reason): reason is string => Boolean(reason))
}

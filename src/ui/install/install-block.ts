/** Why Install rests, in one sentence beside it: the first thing that has to happen. */
import m from '../../messages/compiled/install'
import type { Message } from '../../messages/format'
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

const firmwareReasons: Partial<Record<FirmwareOffer['at'], Message>> = {
  checking: m.block.checking,
  wanted: m.block.wanted,
  refused: m.block.refused,
}

/** Undefined if Install may be pressed. */
export function installBlock(now: Readiness): string | undefined {
  const reasons = [
    firmwareReasons[now.firmware],
    now.editing && m.block.editing,
    now.wifiProblem && m.block.wifi,
    !now.extraFilesFine && m.block.extraFiles,
    now.appsLoading && m.block.appsLoading,
    now.backingUp && m.block.backingUp,
    now.full && m.block.full,
    now.wrongSize && m.block.wrongSize,
    now.erases && !now.understood && m.block.notUnderstood,
    now.erases && now.planning && m.block.planning,
  ]
  return reasons.find((reason) => typeof reason === 'function')?.()
}

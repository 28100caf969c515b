/** From what a preset says to what the job needs: the one place where the two meet. */
import type { Preset } from '../presets/schema'
import type { InstallRequest } from '../provision/job'
import type { Bytes } from './firmware.svelte'
import type { BoardKind } from './session-state'

export function installRequest(
  { flash, portal }: Preset,
  firmware: Bytes,
  kind: BoardKind,
): InstallRequest {
  return {
    firmware,
    flashMode: flash.mode,
    baudRate: flash.baudRate,
    eraseAll: flash.eraseAll,
    virtual: kind === 'virtual',
    portal: { ...portal },
  }
}

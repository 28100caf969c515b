/**
 * Whether the values that were entered into a board's portal may be shown. Looked at each time the board may have
 * changed; once they hold a password they stay a secret, because their settings may be edited here.
 */
import { portalFolder, portalSettingsPath } from '../../provision/files/paths'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import { entryAt, type Desk } from './desk'
import { isFormValues } from './protection'
import { asksForPassword, holdsPassword } from './values-protection'
import { endsWork } from './work.svelte'

/** Of one file; the portal itself reads no larger one. */
const mostBytes = 8192

export class FormValues {
  areSecret = $state(true)
  #isForGood = false

  /** The board may be another one. */
  forget(): void {
    this.areSecret = true
    this.#isForGood = false
  }

  /** @throws DeviceError only if the board is lost: what cannot be read is a secret, and can be repaired */
  async look(desk: Desk, options: FileActionOptions): Promise<void> {
    if (this.#isForGood) return
    const values = (desk.listing?.entries ?? []).filter(({ path }) => isFormValues(path))
    const secret = values.length > 0 && (await isAnySecret(desk, values, options))
    this.areSecret = this.#isForGood = secret
  }
}

type Sized = readonly { path: string; sizeBytes: number }[]

async function isAnySecret(desk: Desk, values: Sized, options: FileActionOptions) {
  const settings = entryAt(desk, portalSettingsPath)
  // A portal without its settings: what its form once asked for, nobody can tell.
  if (!settings && entryAt(desk, portalFolder)) return true
  if ([...values, ...(settings ? [settings] : [])].some((one) => one.sizeBytes > mostBytes)) {
    return settings !== undefined
  }
  try {
    const asked = settings && (await desk.filesystem.read(settings.path, options))
    if (asksForPassword(asked)) return true
    for (const { path } of values) {
      if (holdsPassword(await desk.filesystem.read(path, options), asked)) return true
    }
    return false
  } catch (error) {
    if (endsWork(error)) throw error
    return true
  }
}

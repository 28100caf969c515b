/** What becomes of the password of a board's set-up network, which is not told itself. */
import m from '../../../messages/compiled/plan'
import { installedSettings } from '../../../provision/files/installed-settings'
import type { InstallPlan } from '../../../provision/plan/plan'
import { filesOf } from '../../../provision/survey/found'
import type { PasswordFate } from '../../../state/install-decision.svelte'

/** Undefined where it is open, and was. */
export function passwordWords(fate: PasswordFate, { found }: InstallPlan): string | undefined {
  const hasOne = Boolean(installedSettings(filesOf(found.filesystem))?.ap_password)
  switch (fate) {
    case 'open':
      return hasOne ? m.password.opened() : undefined
    case 'shared':
      return m.password.shared()
    case 'kept':
      return m.password.kept()
    case 'new':
      return hasOne ? m.password.anew() : m.password.made()
  }
}

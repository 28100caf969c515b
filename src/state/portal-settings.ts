/** What a preset says of the portal, as it goes to one board. */
import type { Preset } from '../presets/schema'
import type { AppFile, PortalSettings } from '../provision/request'
import { rememberPassword } from './given-passwords'

/** What is of this browser or of this board alone: in no preset. */
export interface BoardsOwn {
  /** The app's contents, if it is one of this browser's own. */
  app?: AppFile[]
  /** Of the board's access point, where the preset wants one for each board. */
  password?: string
}

/** @throws Error for a preset that wants a password for each board, where none was made */
export function portalSettings({ portal, app }: Preset, own: BoardsOwn = {}): PortalSettings {
  const { password, closesAfter, ...settings } = portal
  // Never an open network where a closed one was wanted.
  if (password?.is === 'own' && !own.password) throw new Error('The board has no password.')
  const given = password?.is === 'shared' ? password.text : password && own.password
  if (given) rememberPassword(given)
  return {
    ...settings,
    app: app && { ...app, own: own.app },
    password: given,
    timeoutSeconds: closesAfter && closesAfter * 60,
  }
}

/** Whether each board with this preset has a password of its own. */
export const wantsOwnPassword = ({ portal }: Preset): boolean => portal.password?.is === 'own'

/**
 * Which of a board's files hold secrets, and which the portal needs. What holds a secret is listed, and never shown,
 * downloaded, put into an archive, or given another name, under which it could be. Pure.
 */
import {
  bootPath,
  credentialsPath,
  formValuesPath,
  isInPortalFolder,
  mainPath,
  portalDataPaths,
  portalFolder,
  portalSettingsPath,
  waitingFolder,
  appsFolder,
} from '../../provision/files/paths'
import { namesNetwork } from '../../provision/files/wifi-credentials'
import { setsPassword } from './values-protection'
import { isWithin, nameOf } from './paths'

export type Protection =
  /** Never leaves the board. */
  | 'secret'
  /** Without it the board may not start its portal. */
  | 'portal'

/** Wherever it is, and copies of it: "/wifi.creds.new", "/lib/captive_portal/.new/wifi.creds". */
const isNamedLike = (path: string, secret: string) =>
  nameOf(path).toLowerCase().includes(nameOf(secret).toLowerCase())

/** Holds what was entered into the portal's form: under that name, and while it is written anew. */
export const isFormValues = (path: string): boolean =>
  path.startsWith(formValuesPath) ||
  (isWithin(path, waitingFolder) && isNamedLike(path, formValuesPath))

/** How the portal's file of networks begins, whatever its name: firmware/lib/captive_portal/credentials.py. */
const credentialsHeader = new TextEncoder().encode('captive_portal 1')

/** True if `bytes` are Wi-Fi credentials: somebody may have given their file, now at `path`, another name. */
export const holdsCredentials = (bytes: Uint8Array, path = ''): boolean =>
  credentialsHeader.every((byte, at) => bytes[at] === byte) ||
  namesNetwork(bytes) ||
  setsPassword(bytes, isNamedLike(path, portalSettingsPath))

/** @param secretValues what was entered into the portal's form holds a password */
export function protectionOf(path: string, secretValues: boolean): Protection | undefined {
  if (isNamedLike(path, credentialsPath)) return 'secret'
  if (secretValues && isFormValues(path)) return 'secret'
  const isPortal =
    path === mainPath ||
    path === bootPath ||
    portalDataPaths.includes(path) ||
    path === portalFolder ||
    (isInPortalFolder(path) && !isWithin(path, appsFolder)) ||
    portalFolder.startsWith(`${path}/`)
  return isPortal ? 'portal' : undefined
}

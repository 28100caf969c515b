/**
 * What goes to the board beside the firmware: the portal's package, `main.py`, `boot.py`, the settings
 * and a starter app. The files themselves are made at build time (firmware/bundle.ts).
 */
import { isAtLeast } from '../../images/micropython-version'
import type { BoardFile } from '../../micropython/board-file'
import { appFiles } from './app-files'
import { mainPath, portalSettingsPath } from './paths'
import type { PortalSettings } from '../request'

const encode = (text: string) => new TextEncoder().encode(text)
const decodeBase64 = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

/** Every byte of it is read on a board with 36 KB. */
const withoutEmpty = (field: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== ''))

/** /portal.json: what is empty on the page is left to the portal's own defaults. */
function settingsFile(portal: PortalSettings): BoardFile {
  const settings = {
    essid: portal.accessPointName || undefined,
    ap_ip: portal.accessPointAddress || undefined,
    hostname: portal.hostname || undefined,
    fields: portal.fields?.length ? portal.fields.map(withoutEmpty) : undefined,
    app: portal.app?.name,
    ap_password: portal.password || undefined,
    button: portal.opens?.button,
    power_cycles: portal.opens?.powerCycles,
    timeout: portal.timeoutSeconds,
    station: portal.station && withoutEmpty({ ...portal.station }),
  }
  return { path: portalSettingsPath, bytes: encode(JSON.stringify(settings)) }
}

/** .mpy of format 6 loads from MicroPython 1.19 on; sources load on all. */
const takesCompiled = (version: string | undefined) => isAtLeast(version, 1, 19) ?? false

/**
 * Everything for one board, `main.py` last: an interrupted upload must not start half a portal.
 * @param version of the MicroPython on the board, such as "v1.27.0"; undefined if it is not known
 * @param compiled for whoever knows better than by the version: whether it loads our .mpy
 */
export async function portalFiles(
  portal: PortalSettings,
  version: string | undefined,
  compiled = takesCompiled(version),
): Promise<BoardFile[]> {
  const { default: files } = compiled
    ? await import('virtual:firmware-compiled')
    : await import('virtual:firmware-sources')
  const decoded = files.map(({ path, base64 }) => ({ path, bytes: decodeBase64(base64) }))
  const last = (file: BoardFile) => (file.path === mainPath ? 1 : 0)
  const app = portal.app ? await appFiles(portal.app) : []
  return [...decoded, ...app, settingsFile(portal)].sort((a, b) => last(a) - last(b))
}

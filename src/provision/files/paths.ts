/**
 * The paths on a board that this page knows, each once. firmware/lib/captive_portal/ reads and writes
 * the same ones.
 */
export const mainPath = '/main.py'
export const bootPath = '/boot.py'
/** What the portal is to be called, its address, the form's extra fields, the app: PortalSettings. */
export const portalSettingsPath = '/portal.json'
/** The networks that the portal remembers: wifi-credentials.ts. */
export const credentialsPath = '/wifi.creds'
/** The fixed addresses that a phone entered for networks: firmware/lib/captive_portal/static.py. No secret. */
export const addressesPath = '/wifi.static'
/** How often the board was turned on in a row: firmware/lib/captive_portal/gate.py. */
export const powerCountPath = '/power.ups'
/** What was entered into the form's extra fields, for the owner's own program. */
export const formValuesPath = '/settings.json'

/** Belongs to the portal: what is stale in here is removed, and nothing outside of it. */
export const portalFolder = '/lib/captive_portal'
/** Starter apps and the owner's own; firmware/lib/captive_portal/start.py imports from here. */
export const appsFolder = `${portalFolder}/apps`
/**
 * Where new files wait until all are there. In the portal's own folder, so that an installation
 * through the bootloader takes what an interrupted update has left for stale, too.
 */
export const waitingFolder = `${portalFolder}/.new`

/** The portal writes these itself, or this page does for it: a new version of them is no loss. */
export const portalDataPaths: readonly string[] = [
  portalSettingsPath,
  credentialsPath,
  addressesPath,
  powerCountPath,
]

export const isInPortalFolder = (path: string): boolean => path.startsWith(`${portalFolder}/`)

/** An app of firmware/apps as a board gets it, for `npm run portal`. */
import { appsFolder, portalSettingsPath } from '../../provision/files/paths'
import * as v from 'valibot'
import type { FirmwareFile } from '../../../firmware/bundle'
import { readApps } from '../../../firmware/starter-apps'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const optionsSchema = v.record(v.string(), v.unknown())

/**
 * @param options content of /portal.json, to which the app and its fields are added
 * @throws Error with words for the user
 */
export function appFiles(name: string, options?: Uint8Array): FirmwareFile[] {
  const apps = readApps()
  const found = apps.find(({ app }) => app.name === name)
  if (!found) throw new Error(`--app is one of: ${apps.map(({ app }) => app.name).join(', ')}`)
  const given = v.parse(optionsSchema, JSON.parse(new TextDecoder().decode(options) || '{}'))
  const { fields } = found.app
  const settings = { ...(fields.length ? { fields } : {}), ...given, app: name }
  return [
    ...found.files.map((file) => ({
      path: `${appsFolder}/${file.name}`,
      bytes: bytesOf(file.text),
    })),
    { path: portalSettingsPath, bytes: bytesOf(JSON.stringify(settings)) },
  ]
}

/**
 * The files of the starter app that a preset names, as they go to the board: readable, in a folder of
 * the portal's, and only if each is the one whose SHA-256 the preset carries.
 */
import { DeviceError } from '../errors'
import { hashOf } from '../micropython/upload'
import type { AppSettings } from './job'
import type { BoardFile } from './portal-files'

/** firmware/lib/captive_portal/start.py imports from here. */
const appsFolder = '/lib/captive_portal/apps'

/** @throws DeviceError 'app-unknown', 'app-changed' */
export async function appFiles({ name, files, own }: AppSettings): Promise<BoardFile[]> {
  const there = own ?? (await broughtAlong(name))
  if (!there) throw new DeviceError('app-unknown', `There is no app “${name}” here.`)
  return files.map((wanted) => {
    const text = there.find((file) => file.name === wanted.name)?.text
    const bytes = new TextEncoder().encode(text ?? '')
    if (text === undefined || hashOf(bytes) !== wanted.sha256) {
      throw new DeviceError('app-changed', `${wanted.name} of the app “${name}” is another file.`)
    }
    return { path: `${appsFolder}/${wanted.name}`, bytes }
  })
}

async function broughtAlong(name: string) {
  const { default: apps } = await import('virtual:starter-app-files')
  return Object.hasOwn(apps, name) ? apps[name] : undefined
}

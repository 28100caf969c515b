/**
 * The files of the starter app that a preset names, as they go to the board: readable, in a folder of
 * the portal's, and only if each is the one whose SHA-256 the preset carries.
 */
import { sha256Hex } from '../../bytes/digest'
import { DeviceError } from '../../errors'
import type { AppFile, AppSettings } from '../request'
import { appsFolder } from './paths'
import type { BoardFile } from '../../micropython/board-file'

/** @throws DeviceError 'app-unknown', 'app-changed' */
export async function appFiles({ name, files, own }: AppSettings): Promise<BoardFile[]> {
  // One of the person's own may have the name of one that the page has got since.
  const candidates = [own, await broughtAlong(name)].filter((one) => one !== undefined)
  if (candidates.length === 0)
    throw new DeviceError('app-unknown', `There is no app “${name}” here.`)
  const meant = candidates.map((parts) => select(files, parts)).find((one) => one !== undefined)
  if (!meant) throw new DeviceError('app-changed', `A file of the app “${name}” is another one.`)
  return meant
}

/** Undefined unless each is the very file that is wanted. */
function select(files: AppSettings['files'], parts: readonly AppFile[]): BoardFile[] | undefined {
  const found = files.flatMap(({ name, sha256 }) => {
    const text = parts.find((part) => part.name === name)?.text
    const bytes = new TextEncoder().encode(text)
    const isMeant = text !== undefined && sha256Hex(bytes) === sha256
    return isMeant ? [{ path: `${appsFolder}/${name}`, bytes }] : []
  })
  return found.length === files.length ? found : undefined
}

async function broughtAlong(name: string): Promise<AppFile[] | undefined> {
  const { default: apps } = await import('virtual:starter-app-files')
  return Object.hasOwn(apps, name) ? apps[name] : undefined
}

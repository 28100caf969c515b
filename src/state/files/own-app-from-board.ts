/** An app on the board as an own app of this page: the file, what it brings along, and the fields it asks for. */
import type { StarterApp } from '../../presets/starter-app'
import type { FileActionOptions } from '../../provision/board-files/board-filesystem'
import type { AppFile } from '../../provision/request'
import { InvalidApp, ownApp, pastedApp, type OwnApp } from '../own-app'
import { entryAt, type Desk } from './desk'
import { folderOf, nameOf } from './paths'

/** "blink" of "/lib/captive_portal/apps/blink.py" */
export const appNameOf = (path: string): string => nameOf(path).replace(/\.py$/i, '')

/**
 * @param text of the file at `path`, as the editor has it
 * @param base the app of the page that it comes from: its fields and further files stay
 * @throws InvalidApp
 */
export async function appFromBoard(
  desk: Desk,
  { path, text, name }: { path: string; text: string; name: string },
  base: StarterApp | undefined,
  options: FileActionOptions,
): Promise<OwnApp> {
  if (!base) return pastedApp(name, text)
  const main = nameOf(path)
  const parts: AppFile[] = [{ name: `${name}.py`, text }]
  for (const file of base.files.filter((one) => one.name !== main)) {
    parts.push({
      name: file.name,
      text: await textOf(desk, `${folderOf(path)}/${file.name}`, options),
    })
  }
  const { title, description, memoryBytes, fields } = base
  const files = parts.map((part) => part.name)
  return ownApp(
    { name, title: titleFor(name, base, title), description, memoryBytes, fields, files },
    parts,
  )
}

/** Not that of the page's own app, or nobody could tell the two apart. */
const titleFor = (name: string, base: StarterApp, title: string) =>
  name === base.name ? title : name

/** What is open in the editor is what is meant. */
async function textOf(desk: Desk, path: string, options: FileActionOptions): Promise<string> {
  const open = desk.documents.find(path)
  if (open?.content.is === 'text') return open.text
  if (!entryAt(desk, path)) throw new InvalidApp(path)
  return new TextDecoder().decode(await desk.filesystem.read(path, options))
}

/** An app's file as an own app of this page, under a name that is asked for. */
import m from '../../messages/compiled/preset-editor'
import { appNameOf, appFromBoard } from '../../state/files/own-app-from-board'
import type { BoardFiles } from '../../state/board-files.svelte'
import type { OpenDocument } from '../../state/files/document.svelte'
import { freeName } from '../../state/files/paths'
import { InvalidApp } from '../../state/own-app'
import type { OwnApps } from '../../state/own-apps.svelte'

export async function keepAsApp(
  files: BoardFiles,
  { path, text }: OpenDocument,
  ownApps: OwnApps,
): Promise<void> {
  const { default: ours } = await import('virtual:starter-apps')
  const isTaken = (name: string) => ours.some((app) => app.name === name)
  const wanted = appNameOf(path)
  const answer = await files.questions.ask('name', {
    purpose: 'own-app',
    initial: isTaken(wanted) ? freeName(`${wanted}_own`, isTaken) : wanted,
    paths: [path],
    problem: (typed) => (isTaken(typed) ? m.ownApp.nameTaken({ name: typed }) : undefined),
  })
  if (answer === undefined) return
  const base = ours.find(({ name }) => name === wanted)
  await files.work.do('reading', async (options) => {
    try {
      const app = await appFromBoard(files, { path, text, name: answer }, base, options)
      await ownApps.add(app)
      files.notice = { is: 'app-kept', title: app.app.title }
    } catch (error) {
      if (!(error instanceof InvalidApp)) throw error
      files.notice = { is: 'no-app', reason: error.message }
    }
  })
}

/**
 * Opens the file manager before everything else on the page, apart from what opened it: it outlives the state of the
 * board, because what is typed in it must not go with a connection.
 */
import { mount, unmount } from 'svelte'
import type { Session } from '../../state/session.svelte'
import FileManager from './FileManager.svelte'

export interface ShowFiles {
  session: Session
  /** Of the component that opens it. */
  context: Map<unknown, unknown>
  /** A file, and where in it, such as a traceback names. */
  at?: { file: string; line: number }
}

let isShown = false

/** Asks the board at once: that its program is interrupted has been agreed to. Nothing where it is open already. */
export function showFiles({ session, context, at }: ShowFiles): void {
  if (isShown) return
  isShown = true
  const onclose = () => {
    isShown = false
    void unmount(shown)
  }
  const target = document.getElementById('app') ?? document.body
  const shown = mount(FileManager, { target, props: { session, at, onclose }, context })
}

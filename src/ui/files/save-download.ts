/** Files of the board into the computer's downloads. */
import { download } from '../../state/files/download'
import type { Desk } from '../../state/files/desk'
import { downloadBytes } from '../presets/local-file'

export async function saveDownload(desk: Desk, paths: readonly string[]): Promise<void> {
  const made = await download(desk, paths)
  if (!made) return
  downloadBytes(made.name, made.bytes)
  desk.notice ??= { is: 'downloaded', name: made.name }
}

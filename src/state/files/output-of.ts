/** A short question to Python on the board, and what it prints. */
import type { BoardFilesystem } from '../../provision/board-files/board-filesystem'

const mostCharacters = 1024

/** Empty where no Python answers. What is printed beyond some lines is left out. */
export async function outputOf(
  filesystem: BoardFilesystem,
  code: string,
  signal?: AbortSignal,
): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  const onOutput = (bytes: Uint8Array) => {
    if (text.length < mostCharacters) text += decoder.decode(bytes, { stream: true })
  }
  await filesystem.run?.(code, { signal, onOutput })
  return text
}

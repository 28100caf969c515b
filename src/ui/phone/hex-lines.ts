/** Bytes as people read them: 8 in a line, hexadecimal and as text. */
import { hexDigits } from '../../bytes/hex'

/** More is cut. */
export const shownBytes = 1024
const perLine = 8

export function hexLines(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, shownBytes)
  const lines: string[] = []
  for (let at = 0; at < shown.length; at += perLine) {
    const part = shown.subarray(at, at + perLine)
    const hex = Array.from(part, (byte) => hexDigits(byte, 2)).join(' ')
    const text = Array.from(part, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    ).join('')
    lines.push(`${hex.padEnd(perLine * 3 - 1)}  ${text}`)
  }
  return lines.join('\n')
}

/**
 * A network's name, which may be any 32 bytes, as text that does no harm and can be told from other names: what
 * cannot be seen or turns the direction of writing is written as `\u…`, bytes that are no UTF-8 as `\x…`. Put it
 * into a `<bdi>`.
 */
import { hexDigits } from '../bytes/hex'

/** Joiners stay within an emoji that is made of several. */
const unseen =
  /(?!(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu
/** An HTML page drops them, or nobody sees them. */
const spaceAtEnd = /^[\p{Zs}]+|[\p{Zs}]+$/gu

export function shownName(name: Uint8Array): string {
  const text = textOf(name)
  if (text === undefined) return Array.from(name, ofByte).join('')
  return text
    .replace(unseen, (one) => `\\u{${hexDigits(one.codePointAt(0) ?? 0)}}`)
    .replace(spaceAtEnd, (spaces) => '␣'.repeat(spaces.length))
}

/** Undefined for bytes that are no UTF-8. */
function textOf(name: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name)
  } catch {
    return undefined
  }
}

const ofByte = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hexDigits(byte, 2)}`

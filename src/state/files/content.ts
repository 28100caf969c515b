/**
 * What the bytes of a file are, and how each is shown: text in the editor, images and everything else as a preview.
 * Pure.
 */
import { mostPixels, pixelsOf } from './image-size'
import { endingOf } from './paths'

/** More in one editor would be slow, and no board runs it. */
export const mostEditableBytes = 256 * 1024
/** Larger ones are not read for a look. */
export const mostPreviewBytes = 1024 * 1024

export type Language = 'python' | 'json' | 'plain'

export interface TextContent {
  is: 'text'
  text: string
  language: Language
  /** What a new line is made of; '\n' also where a file mixes both, which are kept as they are then. */
  lineBreak: '\n' | '\r\n'
}

export type Content =
  | TextContent
  | { is: 'image'; type: string }
  /** It never leaves the board. */
  | { is: 'secret' }
  /** `why`: text is refused because it is no UTF-8, or it is too long to be shown. */
  | { is: 'binary'; why?: 'not-utf8' | 'too-long' }

const imageTypes: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
  '.ico': 'image/x-icon',
  '.svg': 'image/svg+xml',
}
const languages: Record<string, Language> = { '.py': 'python', '.json': 'json' }
/** True if a file of that name and size is worth its way over the wire. */
export const isShown = (path: string, sizeBytes: number): boolean =>
  sizeBytes <= (imageTypes[endingOf(path)] ? mostPreviewBytes : mostEditableBytes)

/** Whose bytes are text: what is wrong with one of these is said. */
const textEndings = /^\.(py|json|txt|md|csv|html?|css|js|ts|xml|ini|cfg|conf|toml|ya?ml|svg|log)$/

export const languageOf = (path: string): Language => languages[endingOf(path)] ?? 'plain'

export function contentOf(path: string, bytes: Uint8Array): Content {
  const ending = endingOf(path)
  const type = imageTypes[ending]
  const isTooLarge = type !== undefined && (pixelsOf(bytes) ?? 0) > mostPixels
  if (isTooLarge) return { is: 'binary', why: 'too-long' }
  if (type) return { is: 'image', type }
  const isNamedText = textEndings.test(ending)
  if (bytes.length > mostEditableBytes) {
    return isNamedText ? { is: 'binary', why: 'too-long' } : { is: 'binary' }
  }
  const text = decoded(bytes)
  if (text === undefined) return isNamedText ? { is: 'binary', why: 'not-utf8' } : { is: 'binary' }
  return { is: 'text', text, language: languageOf(path), lineBreak: lineBreakOf(text) }
}

/** Undefined for what is no UTF-8, and for what holds bytes that no text has. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function lineBreakOf(text: string): TextContent['lineBreak'] {
  const all = text.split('\n').length - 1
  const windows = text.split('\r\n').length - 1
  return windows > 0 && windows === all && text.split('\r').length - 1 === windows ? '\r\n' : '\n'
}

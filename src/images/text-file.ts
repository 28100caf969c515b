/** Recognises text that was dropped in place of firmware, with or without a byte order mark. */
import type { FileKind } from './refused-file'

/** By how it begins, the more special first. */
const kinds: readonly (readonly [RegExp, FileKind])[] = [
  [/^<(!doctype|html|\?xml|head|body|!--|script)/i, 'web-page'],
  [/^:[0-9a-f]{10}/i, 'intel-hex'],
  [/^S[0-9][0-9a-f]{8}/i, 's-record'],
  [/^version https:\/\/git-lfs/, 'git-lfs'],
  [
    /^(#![^\n]{0,80}python|# -\*-|(?:[#"'\n][^\n]{0,200}\n){0,40}\s{0,40}(import|from|def|class|async def|@micropython)\s)/,
    'python',
  ],
  [/^(\{|\[\s{0,20}["{[\d])/, 'json'],
]

const lookBytes = 4096

/** Undefined for what is no text. */
export function kindOfText(bytes: Uint8Array): FileKind | undefined {
  const text = decode(bytes.subarray(0, lookBytes))?.replace(/^\uFEFF/, '')
  // A file of nothing but a mark is text, too: it is what an editor saves for an empty one.
  if (text === undefined || hasControls(text)) return undefined
  const start = text.trimStart()
  return kinds.find(([form]) => form.test(start))?.[1] ?? 'text'
}

/** By its byte order mark, else as UTF-8; without one, as the old 8-bit text of Windows. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', evenPart(bytes))
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', evenPart(bytes))
  return decodeAs('utf-8', bytes) ?? decodeMostlyAscii(bytes)
}

const evenPart = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - (bytes.length % 2))

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    // As a stream: the last character may have been cut.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

function decodeMostlyAscii(bytes: Uint8Array): string | undefined {
  const others = bytes.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0)
  return others * 10 < bytes.length ? new TextDecoder('latin1').decode(bytes) : undefined
}

/** Tab, line ends, form feed, and the end mark and escape of old editors are found in texts. */
const textControls = '\t\n\f\r\x1a\x1b'
const isControl = (char: string) => char < ' ' || char === '\x7f'

const hasControls = (text: string): boolean =>
  [...text].some((char) => isControl(char) && !textControls.includes(char))

/** Recognises text that was dropped in place of firmware, with or without a byte order mark. */
import { officialStep, type RefusalWords } from './refused-file'

const ownFile =
  'It goes to the board under “Put your own files on the board, too”. The firmware is a .bin file from micropython.org.'
const notFirmware = 'This file is text, not firmware'

/** By how it begins, the more special first. */
const kinds: readonly (readonly [RegExp, RefusalWords])[] = [
  [
    /^<(!doctype|html|\?xml|head|body|!--|script)/i,
    {
      title: 'This file is a web page, not firmware',
      what: 'a web page, probably saved in place of the file',
      step: 'On the page itself click the .bin file, and choose what is downloaded then.',
    },
  ],
  [
    /^:[0-9a-f]{10}/i,
    {
      title: 'This file is for another kind of board',
      what: 'an Intel HEX file',
      step: officialStep,
    },
  ],
  [
    /^S[0-9][0-9a-f]{8}/i,
    {
      title: 'This file is for another kind of board',
      what: 'a Motorola S-record file',
      step: officialStep,
    },
  ],
  [
    /^version https:\/\/git-lfs/,
    {
      title: 'This file only stands for another one',
      what: 'a Git LFS pointer, a text in place of the file',
      step: 'Download the file itself: on its page in the repository press “Download raw file”.',
    },
  ],
  [
    /^(#![^\n]{0,80}python|# -\*-|(?:[#"'\n][^\n]{0,200}\n){0,40}\s{0,40}(import|from|def|class|async def|@micropython)\s)/,
    {
      title: 'This file is a Python program, not firmware',
      what: 'a Python program, as text',
      step: ownFile,
    },
  ],
  [
    /^(\{|\[\s{0,20}["{[\d])/,
    { title: notFirmware, what: 'a text file with settings (JSON)', step: officialStep },
  ],
]
const plainText: RefusalWords = { title: notFirmware, what: 'a text file', step: ownFile }

const lookBytes = 4096

/** Undefined for what is no text. */
export function wordsForText(bytes: Uint8Array): RefusalWords | undefined {
  const text = decode(bytes.subarray(0, lookBytes))?.replace(/^\uFEFF/, '')
  // A file of nothing but a mark is text, too: it is what an editor saves for an empty one.
  if (text === undefined || hasControls(text)) return undefined
  const start = text.trimStart()
  return kinds.find(([form]) => form.test(start))?.[1] ?? plainText
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

/**
 * Recognises what people drop instead of an ESP8266 image, so that the refusal can name it and say
 * what to do. Never throws, whatever the bytes are.
 */
import { hex } from '../bytes/hex'
import { nameFactoryImage, nameNewerChip } from './esp-chips'
import { wordsBySignature } from './file-signatures'
import { espMagic } from './firmware-segments'
import { officialStep, RefusedFile, type RefusalWords } from './refused-file'
import { wordsForText } from './text-file'

/** Undefined for what may be an ESP8266 image. */
export function foreignFile(bytes: Uint8Array): RefusedFile | undefined {
  if (bytes[0] === espMagic) {
    const chip = nameNewerChip(bytes)
    return chip === undefined ? undefined : refused(otherChip(`an image for the ${chip}`))
  }
  const words = wordsFor(bytes)
  return bytes[0] === 0xea ? new RefusedFile('image-no-micropython', words) : refused(words)
}

const refused = (words: RefusalWords) => new RefusedFile('image-not-esp8266', words)

function wordsFor(bytes: Uint8Array): RefusalWords {
  if (bytes.length === 0) return emptyFile
  const chip = nameFactoryImage(bytes)
  if (chip) return otherChip(`a whole image for the ${chip}, with its boot loader in it`)
  return wordsBySignature(bytes) ?? wordsForText(bytes) ?? wordsForRest(bytes)
}

const otherChip = (what: string): RefusalWords => ({
  title: 'This firmware is for another chip',
  what,
  step: officialStep,
})

const emptyFile: RefusalWords = {
  title: 'This file is empty',
  what: 'an empty file',
  step: 'Download it again, and wait until the download is complete.',
}

const notFirmware = 'This file is not firmware for an ESP8266'
const erasedBytes = 4

function wordsForRest(bytes: Uint8Array): RefusalWords {
  const first = bytes[0]!
  const others = bytes.findIndex((byte) => byte !== first)
  const rest = (what: string) => ({ title: notFirmware, what, step: officialStep })
  if (others < 0 && first === 0xff) return rest('erased flash and nothing else')
  if (others < 0 && first === 0) return rest('a file of zeros and nothing else')
  if (first === 0xff && others >= erasedBytes) {
    return rest(
      `a copy of flash whose first ${others} bytes are erased, so no firmware begins there`,
    )
  }
  return rest(`a file that begins with ${hex(first, 2)} instead of 0xe9`)
}

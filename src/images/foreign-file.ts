/**
 * Recognises what people drop instead of an ESP8266 image, so that the refusal can name it and say
 * what to do. Never throws, whatever the bytes are.
 */
import { hex } from '../bytes/hex'
import { nameFactoryImage, nameNewerChip } from './esp-chips'
import { kindBySignature } from './file-signatures'
import { espMagic } from './firmware-segments'
import { RefusedFile, type Recognised } from './refused-file'
import { kindOfText } from './text-file'

/** Undefined for what may be an ESP8266 image. */
export function foreignFile(bytes: Uint8Array): RefusedFile | undefined {
  if (bytes[0] === espMagic) {
    const chip = nameNewerChip(bytes)
    return chip && refused({ kind: 'newer-chip', chip: chip.name })
  }
  const found = recognise(bytes)
  return bytes[0] === 0xea ? new RefusedFile('image-no-micropython', found) : refused(found)
}

const refused = (found: Recognised) => new RefusedFile('image-not-esp8266', found)

function recognise(bytes: Uint8Array): Recognised {
  if (bytes.length === 0) return { kind: 'empty' }
  const chip = nameFactoryImage(bytes)
  if (chip) return { kind: 'newer-chip-factory', chip: chip.name }
  const kind = kindBySignature(bytes) ?? kindOfText(bytes)
  return kind ? { kind } : recogniseRest(bytes)
}

const erasedBytes = 4

function recogniseRest(bytes: Uint8Array): Recognised {
  const first = bytes[0]!
  const others = bytes.findIndex((byte) => byte !== first)
  if (others < 0 && first === 0xff) return { kind: 'erased' }
  if (others < 0 && first === 0) return { kind: 'zeros' }
  if (first === 0xff && others >= erasedBytes) return { kind: 'erased-start', erasedBytes: others }
  return { kind: 'unknown', firstByte: hex(first, 2) }
}

/**
 * A sector that stands in place of a filesystem's start while its blocks are being replaced. It says
 * where the files that must survive are kept meanwhile, so that the next attempt finds them whatever
 * interrupted this one; and because it is neither a filesystem nor blank, MicroPython does not format
 * over them. Words first, for whoever meets it in a dump of the flash.
 */
import * as v from 'valibot'
import { sectorBytes } from '../../esptool/region'

const words =
  'Portal Flasher was interrupted while it wrote files. Connect the board and install again.\n'

const byteCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x1000000))

const noteSchema = v.object({
  /** A small littlefs image somewhere else in the flash; missing if there was no room or no file. */
  copy: v.optional(
    v.object({
      offsetBytes: v.pipe(byteCount, v.multipleOf(sectorBytes)),
      sizeBytes: v.pipe(byteCount, v.minValue(1)),
      md5: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
    }),
  ),
})

export type RescueNote = v.InferOutput<typeof noteSchema>
export type RescueCopy = NonNullable<RescueNote['copy']>

/** One sector. */
export function encodeNote(note: RescueNote): Uint8Array<ArrayBuffer> {
  const sector = new Uint8Array(sectorBytes).fill(0xff)
  sector.set(new TextEncoder().encode(`${words}${JSON.stringify(note)}\n`))
  return sector
}

/** Undefined for anything else, and for a note whose writing was cut short. */
export function decodeNote(sector: Uint8Array): RescueNote | undefined {
  const text = new TextDecoder('latin1').decode(sector)
  if (!text.startsWith(words)) return undefined
  const line = text.slice(words.length, text.indexOf('\n', words.length))
  const parsed = v.safeParse(noteSchema, parseJson(line))
  return parsed.success ? parsed.output : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

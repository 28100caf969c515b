/** The recording of ROM and stub, by the names of its exchanges. */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'

const recording = v.parse(
  v.array(
    v.object({
      name: v.string(),
      request: v.optional(v.string(), ''),
      response: v.optional(v.string(), ''),
    }),
  ),
  JSON.parse(readFileSync('tests/golden/rom-and-stub.json', 'utf8')),
)

export const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

export function exchange(name: string): { request: string; response: string } {
  const found = recording.find((entry) => entry.name === name)
  if (!found) throw new Error(`No exchange "${name}" in the recording.`)
  return found
}

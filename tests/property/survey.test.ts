/** Whatever the flash holds, the survey says something about it and comes to an end. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { casesOfRun } from '../support/turns'
import { encodeNote } from '../../src/provision/rescue/rescue-note'
import { survey } from '../../src/provision/survey/survey'
import { recordedFilesystem } from '../support/golden'
import { fileEntry, flashWith, genericOffset, patterned } from '../support/one-pass'
import { smallImage } from '../support/synthetic-image'

const sizeBytes = 2 * 1024 * 1024
const recorded = recordedFilesystem()

/** A flash that refuses what a stub refuses, and counts what it is asked. */
function flashOf(content: Uint8Array) {
  let commands = 0
  const check = (offset: number, size: number) => {
    commands++
    if (offset < 0 || size < 0 || offset + size > content.length) throw new Error('command-failed')
  }
  const md5 = async (offset: number, size: number) => {
    check(offset, size)
    const piece = content.subarray(offset, offset + size)
    return createHash('md5').update(piece).digest('hex')
  }
  const read = async (offset: number, size: number) => {
    check(offset, size)
    return content.slice(offset, offset + size)
  }
  return { md5, read, commands: () => commands }
}

const ours = flashWith([['/a/b.bin', fileEntry(patterned(30_000, 1))]]).subarray(genericOffset)

const firmware = fc.constantFrom(
  new Uint8Array(),
  smallImage(),
  smallImage().subarray(0, 0x9400),
  patterned(0x10000, 3),
)
const note = fc
  .record({ offset: fc.nat(4096), size: fc.nat(0x300000), right: fc.boolean() })
  .map(({ offset, size, right }) => {
    const copy = { offsetBytes: offset * 4096, sizeBytes: size + 1, md5: 'a'.repeat(32) }
    return encodeNote(right ? { copy } : {})
  })
const filesystem = fc.oneof(
  fc.constantFrom(new Uint8Array(), recorded, ours, patterned(9000, 1)),
  note,
  fc.tuple(note, note).map((both) => new Uint8Array(Buffer.concat(both))),
)
const damage = fc.array(
  fc.record({ at: fc.nat(0x50000), value: fc.nat(255), length: fc.integer({ min: 1, max: 5000 }) }),
  { maxLength: 8 },
)

it('says something about any flash (600 of them)', async () => {
  await fc.assert(
    fc.asyncProperty(
      firmware,
      filesystem,
      damage,
      fc.constantFrom(0x99000, genericOffset),
      async (program, files, spots, place) => {
        const content = new Uint8Array(sizeBytes).fill(0xff)
        content.set(program)
        content.set(files, place)
        for (const { at, value, length } of spots) {
          const from = at % 3 === 0 ? at % 0xa000 : place + at
          content.fill(value, from, from + length)
        }
        const flash = flashOf(content)
        const found = await survey(flash, sizeBytes)
        expect(['blank', 'micropython', 'damaged', 'other']).toContain(found.firmware.kind)
        expect(found.rfData).toBe('not-needed')
        expect(flash.commands()).toBeLessThan(400)
      },
    ),
    { numRuns: casesOfRun(600) },
  )
})

it('takes files only from a copy whose hash is right', async () => {
  const copyAt = 0x180000
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.nat(ours.length - 1), async (intact, spot) => {
      const content = new Uint8Array(sizeBytes).fill(0xff)
      content.set(ours, copyAt)
      const md5 = createHash('md5').update(ours).digest('hex')
      const copy = { offsetBytes: copyAt, sizeBytes: ours.length, md5 }
      content.set(encodeNote({ copy }), genericOffset)
      if (!intact) content[copyAt + spot]! ^= 0x10
      const { filesystem } = await survey(flashOf(content), sizeBytes)
      if (filesystem.kind !== 'interrupted') throw new Error(filesystem.kind)
      expect(filesystem.files.has('/a/b.bin')).toBe(intact)
    }),
    { numRuns: casesOfRun(60) },
  )
})

/**
 * 5,000 damaged firmware files: read or refused with a reason, never a crash. Raw damage has to be
 * noticed; forged files, with checksum and MD5 made right again, may be read, but only into something
 * that makes sense. Replay one with SEED=17; more of them with MUTATIONS=100000.
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import { parseFirmwareImage, type FirmwareImage } from '../../src/images/firmware-image'
import { forEachSeed, type Random } from '../support/random'
import { casesOfRun } from '../support/turns'
import { rawDamage } from '../support/raw-damage'
import { smallImage } from '../support/synthetic-image'

const count = Number(process.env.MUTATIONS ?? 5000)
const original = smallImage()
/** Header, the first segments' headers, and where the size of the image stands. */
const tenderBytes = 0x9010
const sizeOffset = 0x8ffc

const imageCodes = ['image-not-esp8266', 'image-truncated', 'image-damaged', 'image-no-micropython']

/** What parsing gave, or the code with which it was refused. */
function parse(bytes: Uint8Array): FirmwareImage | string {
  try {
    return parseFirmwareImage(bytes)
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    expect(imageCodes).toContain(error.code)
    expect(error.message).toMatch(/[.?]$/)
    return error.code
  }
}

/** A file that is read lies within itself and says of itself what can be said. */
function expectSane(image: FirmwareImage, bytes: Uint8Array) {
  expect(image.sizeBytes).toBeLessThanOrEqual(bytes.length)
  expect(image.segments.length).toBeLessThanOrEqual(16)
  for (const { offset, sizeBytes } of image.segments) {
    expect(offset + sizeBytes).toBeLessThanOrEqual(bytes.length)
  }
  expect(image.version).toMatch(/^v\d{1,3}\.\d{1,3}[-.\w]{0,64}$/)
  expect(image.flashSizeBytes).toBeGreaterThanOrEqual(256 * 1024)
}

const words = [0, 1, 0x10, 0x8fff, 0x9000, 0x9001, 0x10000, 0x7fffffff, 0xfffffff0, 0xffffffff]
const addresses = [0, 0x40100000, 0x4010fff0, 0x3ffe8000, 0x3ffffff0, 0x40200000, 0xffffffff]
/** Headers of the three segments of this image. */
const segmentHeaders = [0x08, 0x79fc, 0x7e28]
const versionAt = 0x9100

type Forgery = (bytes: Buffer, random: Random) => Buffer | void

const forgeries: Record<string, Forgery> = {
  'number of segments': (bytes, { below }) => void (bytes[1] = below(256)),
  'flash mode': (bytes, { below }) => void (bytes[2] = below(256)),
  'flash size': (bytes, { below }) => void (bytes[3] = below(256)),
  'load address': (bytes, { pick }) =>
    void bytes.writeUInt32LE(pick(addresses), pick(segmentHeaders)),
  'size of a segment': (bytes, { pick, below }) =>
    void bytes.writeUInt32LE(pick([...words, below(40_000)]), pick(segmentHeaders) + 4),
  'size of the image': (bytes, { pick, below }) =>
    void bytes.writeUInt32LE(pick([...words, bytes.length - below(40)]), sizeOffset),
  'version text': (bytes, { pick, below }) =>
    void bytes.write(
      pick(['', 'v9.9.9 ', '\0', 'v1.23.0-' + 'a'.repeat(200), 'MicroPython v1.2 on 2024-01-01']),
      versionAt + below(30),
      'latin1',
    ),
  'version text without an end': (bytes) =>
    void bytes.fill('MicroPython v1.23.0 on 2024-06-02 x', 0x9000, bytes.length - 16, 'latin1'),
  'a byte of the code': (bytes, { below }) =>
    void (bytes[0x9000 + below(bytes.length - 0x9000)] = below(256)),
  'bytes behind the end': (bytes, { pick, below }) =>
    Buffer.concat([bytes, Buffer.alloc(1 + below(9000), pick([0xff, 0xff, 0]))]),
}

/** Changes one to three fields and makes checksum and MD5 right where the file says they are. */
function forge(random: Random): [bytes: Buffer, what: string] {
  let bytes: Buffer = Buffer.from(original)
  const what: string[] = []
  for (let left = 1 + random.below(3); left > 0; left--) {
    const name = random.pick(Object.keys(forgeries))
    what.push(name)
    bytes = forgeries[name]!(bytes, random) ?? bytes
  }
  repairChecksum(bytes)
  repairDigest(bytes)
  return [bytes, what.join(', ')]
}

/** 0xef XOR all data of the segments, at the end of the 16-byte line behind them. */
function repairChecksum(bytes: Buffer) {
  let sum = 0xef
  let at = 8
  for (let left = bytes[1]!; left > 0; left--) {
    if (at + 8 > bytes.length) return
    const end = at + 8 + bytes.readUInt32LE(at + 4)
    if (end > bytes.length) return
    for (const byte of bytes.subarray(at + 8, end)) sum ^= byte
    at = end
  }
  if ((at | 15) < bytes.length) bytes[at | 15] = sum
}

function repairDigest(bytes: Buffer) {
  const sizeBytes = bytes.readUInt32LE(sizeOffset)
  if (sizeBytes < 4 || sizeBytes + 16 > bytes.length) return
  const digest = createHash('md5').update(bytes.subarray(4, sizeBytes)).digest()
  digest.copy(bytes, sizeBytes)
}

describe(`${casesOfRun(count)} mutated firmware images are read or refused`, () => {
  it(`${casesOfRun(count / 2)} with flipped bits, overwritten bytes, moved blocks or a missing end`, () => {
    const intact = Buffer.from(original.subarray(4))
    forEachSeed(count / 2, (random, note) => {
      const { bytes, what } = rawDamage(original, random, tenderBytes)
      note(what)
      const parsed = parse(bytes)
      const onlyHeader = Buffer.compare(bytes.subarray(4), intact) === 0
      if (!onlyHeader) expect(parsed, 'damage is noticed').toBeTypeOf('string')
    })
  }, 120_000)

  it(`${casesOfRun(count / 2)} with forged fields under a checksum and an MD5 that are right`, () => {
    const ends = new Map<string, number>()
    forEachSeed(count / 2, (random, note) => {
      const [bytes, what] = forge(random)
      note(what)
      const parsed = parse(bytes)
      if (typeof parsed !== 'string') expectSane(parsed, bytes)
      const end = typeof parsed === 'string' ? parsed : 'read'
      ends.set(end, (ends.get(end) ?? 0) + 1)
    })
    if (process.env.SEED) return
    for (const end of ['read', ...imageCodes]) {
      expect(ends.get(end) ?? 0, end).toBeGreaterThan(casesOfRun(count) / 100)
    }
  }, 120_000)
})

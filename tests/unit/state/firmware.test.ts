/** The firmware is known and checked before anybody can press Install. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { makeDemoImage } from '../../../src/images/demo-image'
import { newPreset } from '../../../src/presets/defaults'
import { firmwareServices } from '../../../src/firmware-services'
import { Firmware, type FirmwareServices } from '../../../src/state/firmware.svelte'
import { identity } from './fake-board'

const files = firmwareServices('http://localhost/')
const preset = newPreset()
const ownFile = { ...preset, firmware: { source: 'file' as const, name: 'mine.bin' } }
const real = { preset, kind: 'real' as const, identity }
const virtual = { preset, kind: 'virtual' as const, identity }
const official = new Uint8Array([1, 2, 3])
let firmware: Firmware

/** A server with one image, and a check that takes it for official. */
const services: FirmwareServices = {
  ...files,
  fromCatalogue: async () => ({ name: 'ESP8266_GENERIC.bin', bytes: official }),
  check: async (bytes, flashSizeBytes) =>
    bytes === official
      ? { version: 'v1.27.0', variant: 'GENERIC', sizeBytes: 3, demo: false }
      : files.check(bytes, flashSizeBytes),
}
const missing = async () => {
  throw new DeviceError('catalogue-missing', 'not here')
}
beforeEach(() => (firmware = new Firmware(services)))

test('the virtual board gets the demo image, which passes every check', async () => {
  await firmware.prepare(virtual)
  expect(firmware.offer).toMatchObject({
    at: 'ready',
    source: 'demo',
    facts: { demo: true, version: 'v1.27.0' },
  })
})

test('a real board gets what the catalogue has', async () => {
  await firmware.prepare(real)
  expect(firmware.offer).toMatchObject({ at: 'ready', source: 'catalogue' })
})

test('without a catalogue the page asks for a file', async () => {
  firmware = new Firmware({ ...services, fromCatalogue: missing })
  await firmware.prepare(real)
  expect(firmware.offer).toMatchObject({ at: 'wanted', reason: { code: 'catalogue-missing' } })
})

test('a preset with a file of its own asks for it, without a reproach', async () => {
  await firmware.prepare({ ...real, preset: ownFile })
  expect(firmware.offer).toEqual({ at: 'wanted' })
})

test('the demo image is refused for a real board', async () => {
  await firmware.prepare(real)
  await firmware.use(new File([makeDemoImage()], 'demo.bin'))
  expect(firmware.offer).toMatchObject({ at: 'refused', error: { code: 'image-demo' } })
})

test.each([
  ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'image-not-esp8266'],
  ['nothing', new Uint8Array(0), 'image-not-esp8266'],
  ['a cut image', makeDemoImage().slice(0, 100_000), 'image-truncated'],
])('%s as a file is refused with its reason', async (_what, bytes, code) => {
  await firmware.prepare(virtual)
  await firmware.use(new File([bytes], 'file.bin'))
  expect(firmware.offer).toMatchObject({ at: 'refused', name: 'file.bin', error: { code } })
})

test('a damaged image is refused, and the preset’s own comes back', async () => {
  await firmware.prepare(virtual)
  const damaged = makeDemoImage()
  damaged[300_000]! ^= 1
  await firmware.use(new File([damaged], 'damaged.bin'))
  expect(firmware.offer).toMatchObject({ at: 'refused', error: { code: 'image-damaged' } })
  await firmware.removeFile()
  expect(firmware.offer).toMatchObject({ at: 'ready', source: 'demo' })
})

test('a board that is too small is reported before anything is written', async () => {
  const small = { ...identity, flashSizeBytes: 512 * 1024 }
  await firmware.prepare({ ...virtual, identity: small })
  expect(firmware.offer).toMatchObject({ at: 'refused', error: { code: 'image-variant' } })
})

test('a preset that names its file by hash takes no other', async () => {
  const named = { source: 'file' as const, name: 'mine.bin', sha256: 'a'.repeat(64) }
  await firmware.prepare({ ...virtual, preset: { ...preset, firmware: named } })
  await firmware.use(new File([makeDemoImage()], 'other.bin'))
  expect(firmware.offer).toMatchObject({ at: 'refused', error: { code: 'image-damaged' } })
})

test('a slow answer to an earlier question does not replace the later one', async () => {
  let answer = (_: { name: string; bytes: Uint8Array<ArrayBuffer> }) => {}
  firmware = new Firmware({
    ...services,
    fromCatalogue: () => new Promise((resolve) => (answer = resolve)),
  })
  const earlier = firmware.prepare(real)
  await firmware.prepare(virtual)
  answer({ name: 'late.bin', bytes: official })
  await earlier
  expect(firmware.offer).toMatchObject({ source: 'demo' })
})

/** Faults of 0.1.0: a folder was a defect of the page, and no size was too large to be read. */
test('a file over 16 MB is refused without being read', async () => {
  await firmware.prepare(virtual)
  const size = 16 * 1024 * 1024 + 1
  const film = { name: 'film.mp4', size, arrayBuffer: () => expect.unreachable('it was read') }
  await firmware.use(film as unknown as File)
  expect(firmware.offer).toMatchObject({ at: 'refused', error: { code: 'image-too-big' } })
})

test('a folder, or a file that is gone, is refused in words and is no defect', async () => {
  await firmware.prepare(virtual)
  const arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
  await firmware.use({ name: 'www', size: 4096, arrayBuffer } as unknown as File)
  expect(firmware.offer).toMatchObject({ at: 'refused', name: 'www' })
  expect(firmware.offer).toMatchObject({ error: { found: { kind: 'unreadable' } } })
  await firmware.removeFile()
  expect(firmware.offer).toMatchObject({ at: 'ready', source: 'demo' })
})

test('of two files the later one counts, whichever is read first', async () => {
  await firmware.prepare(virtual)
  let late = (_: ArrayBuffer) => {}
  const arrayBuffer = () => new Promise<ArrayBuffer>((resolve) => (late = resolve))
  const first = firmware.use({ name: 'slow.bin', size: 5, arrayBuffer } as unknown as File)
  await firmware.use(new File([makeDemoImage()], 'second.bin'))
  late(new ArrayBuffer(5))
  await first
  expect(firmware.offer).toMatchObject({ at: 'ready', name: 'second.bin' })
})

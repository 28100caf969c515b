/** The compressed streams beside the images: one made with the real compressor, which takes its time. */
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, deflateSync, inflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { compressImage } from '../../../../src/cli/firmware/compress-image'
import { FirmwareStore } from '../../../../src/cli/firmware/firmware-store'
import { isStreamOf, writtenOf } from '../../../../src/cli/firmware/image-stream'
import { patchableBytes, patchableStream } from '../../../../src/esptool/deflate/patchable-stream'
import { loadCatalogue } from '../../../../src/images/catalogue'
import { parseFirmwareImage, type FirmwareImage } from '../../../../src/images/firmware-image'
import { smallImage } from '../../../support/synthetic-image'

let folder: string
let store: FirmwareStore
const generic = smallImage({ sizeBytes: 0x9000 + 6000 })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compressed-'))
  store = new FirmwareStore(folder)
  await store.add('generic.bin', generic)
})
afterEach(() => rm(folder, { recursive: true }))

const quickly = async (image: FirmwareImage) => {
  const written = writtenOf(image)
  return patchableStream(written, deflateRawSync(written.subarray(patchableBytes)))
}

it('makes one for each image, which the list names and the page reads', async () => {
  await store.compress(compressImage)
  expect((await readdir(folder)).sort()).toEqual(['generic.bin', 'generic.zlib'])
  const stream = await readFile(join(folder, 'generic.zlib'))
  const content = inflateSync(stream)
  expect(content.subarray(0, generic.length).equals(generic)).toBe(true)
  expect(content.subarray(generic.length).every((byte) => byte === 0xff)).toBe(true)
  expect(content.length % 0x10000).toBe(0)
  expect(stream.length).toBeLessThan(deflateSync(content, { level: 9 }).length)
  const catalogue = await store.writeCatalogue()
  expect(catalogue.images).toMatchObject([{ file: 'generic.bin', compressed: 'generic.zlib' }])
  const serve = async () => new Response(await readFile(join(folder, 'catalogue.json')))
  expect(await loadCatalogue(serve, 'https://example.org/')).toEqual(catalogue)
})

it('makes it once, and again if it is damaged', async () => {
  await store.compress(quickly)
  const path = join(folder, 'generic.zlib')
  const [stream, longAgo] = [await readFile(path), new Date('2020-01-01')]
  await utimes(path, longAgo, longAgo)
  const begun: string[] = []
  await store.compress(quickly, (file) => begun.push(file))
  expect((await stat(path)).mtime).toEqual(longAgo)
  await writeFile(path, stream.subarray(0, -5))
  expect((await store.writeCatalogue()).images[0]).not.toHaveProperty('compressed')
  await store.compress(quickly, (file) => begun.push(file))
  expect((await readFile(path)).equals(stream)).toBe(true)
  expect(begun).toEqual(['generic.bin'])
})

it('knows the stream of an image from that of another, and from other zlib data', async () => {
  const image = parseFirmwareImage(generic)
  const stream = await quickly(image)
  expect(isStreamOf(stream, image)).toBe(true)
  const other = generic.slice()
  other[2] = 3
  expect(isStreamOf(stream, parseFirmwareImage(other))).toBe(false)
  expect(isStreamOf(deflateSync(inflateSync(stream)), image)).toBe(false)
})

import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../../../src/bytes/bytes'
import type { CatalogueImage, Fetch } from '../../../src/images/catalogue'
import { fetchSmallest } from '../../../src/images/compressed-image'
import { smallImage } from '../../support/synthetic-image'

const page = 'https://example.org/flasher/index.html'
const code = (code: string) => expect.objectContaining({ name: 'DeviceError', code })

const bytes = smallImage()
const entry: CatalogueImage = {
  file: 'generic.bin',
  compressed: 'generic.zlib',
  version: 'v1.27.0',
  variant: 'GENERIC',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}
const padded = new Uint8Array(bytes.length + 1000).fill(0xff)
padded.set(bytes)
const stream = new Uint8Array(deflateSync(padded))

/** Right in all, but that empty blocks make it twice as large as the image. */
function longerStream() {
  const empty = Array<number[]>(Math.ceil((2 * bytes.length) / 5)).fill([0, 0, 0, 0xff, 0xff])
  const [head, rest] = [stream.subarray(0, 2), stream.subarray(2)]
  return concatBytes([head, Uint8Array.from(empty.flat()), rest])
}

/** A server with these files, which notes what it was asked for. */
function server(files: Partial<Record<string, Uint8Array<ArrayBuffer>>>) {
  const asked: string[] = []
  const fetch: Fetch = async (url) => {
    const name = url.split('/').at(-1)!
    asked.push(name)
    return files[name] ? new Response(files[name]) : new Response('', { status: 404 })
  }
  return { asked, fetch }
}

const changed = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))

describe('an image with a compressed stream beside it', () => {
  it('comes out of the stream alone', async () => {
    const { asked, fetch } = server({ 'generic.bin': bytes, 'generic.zlib': stream })
    const fetched = await fetchSmallest(fetch, page, entry)
    expect(asked).toEqual(['generic.zlib'])
    expect(fetched.bytes).toEqual(bytes)
    expect(fetched.compressed).toEqual({ content: padded, stream })
  })

  it.each<[string, Uint8Array<ArrayBuffer> | undefined]>([
    ['is gone', undefined],
    ['is a web page', new TextEncoder().encode('<!doctype html>')],
    ['is cut off', stream.slice(0, -20)],
    ['has a broken check sum', changed(stream, stream.length - 1)],
    ['holds another image', new Uint8Array(deflateSync(changed(padded, 2)))],
    ['holds less', new Uint8Array(deflateSync(bytes.subarray(0, -1)))],
    ['is larger than the image', longerStream()],
    ['never ends', new Uint8Array(deflateSync(new Uint8Array(20_000_000)))],
  ])('comes by itself if the stream %s', async (_, wrong) => {
    const files = { 'generic.bin': bytes, ...(wrong && { 'generic.zlib': wrong }) }
    const { asked, fetch } = server(files)
    expect(await fetchSmallest(fetch, page, entry)).toEqual({ bytes })
    expect(asked).toEqual(['generic.zlib', 'generic.bin'])
  })

  it('is not downloaded further than the image is long', async () => {
    let pieces = 0
    const endless = new ReadableStream({
      pull: (controller) => (pieces++, controller.enqueue(new Uint8Array(bytes.length / 2 + 1))),
    })
    const fetch: Fetch = async (url) => new Response(url.endsWith('.zlib') ? endless : bytes)
    expect(await fetchSmallest(fetch, page, entry)).toEqual({ bytes })
    expect(pieces).toBeLessThan(5)
  })

  it('is taken without its stream if that has something behind the image', async () => {
    const odd = new Uint8Array(deflateSync(changed(padded, padded.length - 1)))
    const { fetch } = server({ 'generic.zlib': odd })
    expect(await fetchSmallest(fetch, page, entry)).toEqual({ bytes })
  })

  it('is refused if neither is right', async () => {
    const { fetch } = server({ 'generic.bin': changed(bytes, 5), 'generic.zlib': stream.slice(9) })
    await expect(fetchSmallest(fetch, page, entry)).rejects.toEqual(code('catalogue-damaged'))
  })

  it('can be cancelled, without another request', async () => {
    const stop = new AbortController()
    const { asked, fetch } = server({ 'generic.bin': bytes })
    const stopping: Fetch = async (url, init) => {
      stop.abort()
      return fetch(url, init)
    }
    const fetching = fetchSmallest(stopping, page, entry, { signal: stop.signal })
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked).toEqual(['generic.zlib'])
  })
})

it('an image without one comes as ever', async () => {
  const { asked, fetch } = server({ 'generic.bin': bytes })
  const plain = { ...entry, compressed: undefined }
  expect(await fetchSmallest(fetch, page, plain)).toEqual({ bytes })
  expect(asked).toEqual(['generic.bin'])
})

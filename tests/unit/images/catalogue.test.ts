import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  chooseImage,
  fetchImage,
  loadCatalogue,
  type CatalogueImage,
  type Fetch,
} from '../../../src/images/catalogue'
import { smallImage } from '../../support/synthetic-image'

const mib = 1024 * 1024
const page = 'https://example.org/flasher/index.html'
const code = (code: string) => expect.objectContaining({ name: 'DeviceError', code })

const bytes = smallImage()
const entry: CatalogueImage = {
  file: 'ESP8266_GENERIC-20251209-v1.27.0.bin',
  version: 'v1.27.0',
  variant: 'GENERIC',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}

/** A server with these files below /flasher/. */
function server(files: Record<string, string | Uint8Array<ArrayBuffer>>): Fetch {
  return async (url) => {
    const found = files[new URL(url).pathname.replace('/flasher/', '')]
    return found === undefined ? new Response('', { status: 404 }) : new Response(found)
  }
}

const listing = (list: unknown) => server({ 'firmware/catalogue.json': JSON.stringify(list) })

describe('loading the list of firmware images', () => {
  it('reads it from beside the page', async () => {
    const list = { version: 1, images: [entry] }
    expect(await loadCatalogue(listing(list), page)).toEqual(list)
  })

  it.each([
    ['there is no list', server({})],
    ['the server answers with the page', server({ 'firmware/catalogue.json': '<!doctype html>' })],
    ['there is no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('says catalogue-missing when %s', async (_, fetch) => {
    await expect(loadCatalogue(fetch as Fetch, page)).rejects.toEqual(code('catalogue-missing'))
  })

  it.each([
    ['is cut off', server({ 'firmware/catalogue.json': '{"version": 1, "ima' })],
    ['never ends', server({ 'firmware/catalogue.json': ' '.repeat(1_000_000) })],
    ['is of a newer version', listing({ version: 2, images: [] })],
    ['leads out of its folder', listing({ version: 1, images: [{ ...entry, file: '../x.bin' }] })],
    ['has a broken hash', listing({ version: 1, images: [{ ...entry, sha256: 'abc' }] })],
    ['is no object', listing([entry])],
  ])('says catalogue-damaged when the list %s', async (_, fetch) => {
    await expect(loadCatalogue(fetch, page)).rejects.toEqual(code('catalogue-damaged'))
  })

  it('can be cancelled, which is not a failure', async () => {
    const stop = new AbortController()
    const silent: Fetch = () => new Promise(() => {})
    const loading = loadCatalogue(silent, page, { signal: stop.signal })
    stop.abort()
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a server that does not answer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is given up after ten seconds, and its request is cancelled', async () => {
    let requestSignal: AbortSignal | undefined
    const silent: Fetch = (_, { signal }) => {
      requestSignal = signal
      return new Promise(() => {})
    }
    const loading = expect(loadCatalogue(silent, page)).rejects.toEqual(code('catalogue-missing'))
    await vi.advanceTimersByTimeAsync(10_000)
    await loading
    expect(requestSignal?.aborted).toBe(true)
  })
})

describe('choosing an image', () => {
  const small: CatalogueImage = { ...entry, variant: 'FLASH_1M', file: 'small.bin' }
  const older: CatalogueImage = { ...entry, version: 'v1.9.4', file: 'older.bin' }
  const preview: CatalogueImage = { ...entry, version: 'v1.27.0-preview.1', file: 'preview.bin' }
  const catalogue = { version: 1 as const, images: [older, preview, small, entry] }
  const auto = { variant: 'auto', version: 'latest' } as const

  it('takes the newest release of the variant that fits the flash', () => {
    expect(chooseImage(catalogue, auto, 4 * mib)).toBe(entry)
    expect(chooseImage(catalogue, auto, mib)).toBe(small)
  })

  it('takes the wanted version and variant', () => {
    const choice = { variant: 'GENERIC', version: 'v1.9.4' } as const
    expect(chooseImage(catalogue, choice, 4 * mib)).toBe(older)
  })

  it('takes FLASH_1M for a larger flash when there is nothing else', () => {
    const onlySmall = { version: 1 as const, images: [small] }
    expect(chooseImage(onlySmall, auto, 4 * mib)).toBe(small)
  })

  it('says what is missing', () => {
    const choice = { variant: 'FLASH_1M', version: 'v1.20.0' } as const
    expect(() => chooseImage(catalogue, choice, mib)).toThrow(code('catalogue-missing'))
    expect(() => chooseImage(catalogue, choice, mib)).toThrow(/FLASH_1M v1\.20\.0/)
    expect(() => chooseImage(catalogue, auto, mib / 2)).toThrow(code('image-variant'))
  })
})

describe('fetching an image', () => {
  const path = `firmware/${entry.file}`

  it('gives the bytes that the list describes', async () => {
    const fetched = await fetchImage(server({ [path]: bytes }), page, entry)
    expect(Buffer.compare(fetched, bytes)).toBe(0)
  })

  it('refuses a changed file, a shortened and a longer one', async () => {
    const changed = bytes.slice()
    changed[2] = 3 // outside of the image's own MD5
    for (const other of [changed, bytes.slice(0, -1), new Uint8Array([...bytes, 0xff])]) {
      const fetching = fetchImage(server({ [path]: other }), page, entry)
      await expect(fetching).rejects.toEqual(code('catalogue-damaged'))
    }
  })

  it('says so when the file is gone', async () => {
    await expect(fetchImage(server({}), page, entry)).rejects.toEqual(code('catalogue-missing'))
  })
})

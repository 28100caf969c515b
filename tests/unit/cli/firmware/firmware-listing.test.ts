/**
 * Fault of 0.1.0: the pinned firmware stayed what it was, two releases old. `npm run firmware` looks
 * for the newest release itself; a listing that fails or lies leaves the known ones.
 */
import fc from 'fast-check'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadNewest, pinnedFiles } from '../../../../src/cli/firmware/firmware-download'
import { newestFiles } from '../../../../src/cli/firmware/firmware-listing'
import { FirmwareStore } from '../../../../src/cli/firmware/firmware-store'
import { knownReleases, releaseFile } from '../../../../src/images/known-releases'
import { smallImage } from '../../../support/synthetic-image'
import { encode } from '../../../support/bytes'
import { answerWith, FirmwareServer } from './firmware-server'
import { relativeDuration } from '../../../support/relative-time'

const folder = new URL('https://example.org/resources/firmware/')
const page = new URL('https://example.org/download/ESP8266_GENERIC/')
const newest = (html: string) => newestFiles(html, page, folder)
const link = (file: string) => `<a href="/resources/firmware/${file}">${file}</a>`
const generic = (version: string, date = '20270101') => `ESP8266_GENERIC-${date}-${version}.bin`

describe('the download page', () => {
  it('gives the newest release of each variant', () => {
    const html = `<!doctype html><h2>Releases</h2>
      ${link(generic('v1.30.0-preview.12.gabcdef012'))}
      ${link(generic('v1.9.4', '20180511'))} ${link(generic('v1.30.1'))} ${link(generic('v1.30.0'))}
      ${link('ESP8266_GENERIC-FLASH_1M-20261201-v1.29.1.bin')}
      ${link('ESP8266_GENERIC-FLASH_512K-20270101-v1.99.0.bin')}
      ${link('ESP8266_GENERIC-OTA-20270101-v1.99.0.bin')}
      ${link('ESP8266_GENERIC-FLASH_2M_ROMFS-20270101-v1.99.0.bin')}
      ${link('ESP32_GENERIC-20270101-v1.99.0.bin')} ${link('ESP8266_GENERIC-20270101-v1.99.0.elf')}`
    expect(newest(html)).toEqual({
      GENERIC: generic('v1.30.1'),
      FLASH_1M: 'ESP8266_GENERIC-FLASH_1M-20261201-v1.29.1.bin',
    })
  })

  it('is read however its links are written', () => {
    const file = generic('v1.30.0')
    for (const href of [
      `href='../../resources/firmware/${file}'`,
      `HREF = "https://example.org/resources/firmware/${file}"`,
      `href=/resources/firmware/${file}`,
      `class="x"\nhref="\n/resources/firmware/${file} "`,
    ]) {
      expect(newest(`<a ${href}>x</a>`), href).toEqual({ GENERIC: file })
    }
  })

  it.each([
    ['another server', `<a href="https://evil.example/resources/firmware/${generic('v9.0.0')}">`],
    ['another protocol', `<a href="http://example.org/resources/firmware/${generic('v9.0.0')}">`],
    ['another folder', `<a href="/uploads/${generic('v9.0.0')}">`],
    ['a folder below', link(`x/${generic('v9.0.0')}`)],
    ['a way out of it', link(`../../x/${generic('v9.0.0')}`)],
    ['a query', link(`${generic('v9.0.0')}?x`)],
    ['a user in the address', `<a href="https://example.org@evil.example/${generic('v9.0.0')}">`],
    ['a comment', `<!-- ${link(generic('v9.0.0'))} -->`],
    ['a comment without an end', `<!-- ${link(generic('v9.0.0'))}`],
    ['a date that is none', link(generic('v9.0.0', '2027-01-01'))],
    ['a number without end', link(generic('v1.30.99999999999'))],
    ['a name with a slash in it', link('ESP8266_GENERIC-20270101-v1.30.0%2F..%2Fx.bin')],
    ['nothing', ''],
  ])('gives nothing of %s', (_, html) => {
    expect(newest(html)).toEqual({})
  })

  it('of any content is read in time that is in proportion, and names nothing but a release file', () => {
    const pieces = fc.constantFrom(
      '<!--',
      '-->',
      'href',
      '=',
      '"',
      "'",
      ' ',
      '<a ',
      '>',
      '\0',
      'v9',
    )
    const soup = fc.array(fc.oneof(pieces, fc.string(), fc.constant(link(generic('v1.30.0')))))
    fc.assert(
      fc.property(soup, (parts) => {
        for (const file of Object.values(newest(parts.join('')))) {
          expect(file).toBe(generic('v1.30.0'))
        }
      }),
    )
    for (const piece of ['<!--', 'href', 'href = ', 'href="', "href='", '<a href=x ', ' ']) {
      const read = (sizeBytes: number) => newest(piece.repeat(sizeBytes / piece.length))
      const inParts = () => Array.from({ length: 16 }, () => read(256 << 10))
      expect(
        relativeDuration(() => read(4 << 20), inParts, 8),
        piece,
      ).toBeLessThan(8)
    }
  })
})

describe('npm run firmware finds newer releases by itself', () => {
  let work: string
  let store: FirmwareStore
  let server: FirmwareServer

  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'firmware-listing-'))
    store = new FirmwareStore(work)
    server = new FirmwareServer()
  })
  afterEach(async () => {
    await server.close()
    await rm(work, { recursive: true })
  })

  const image = (version: string, variant = 'ESP module') =>
    smallImage({ text: `3.4.0; MicroPython ${version} on 2027-01-01\0${variant} with ESP8266\0` })
  const small = 'ESP8266_GENERIC-FLASH_1M-20270101-v1.30.0.bin'
  const known: Record<string, Uint8Array> = {
    [pinnedFiles[0]]: image('v1.29.0'),
    [pinnedFiles[1]]: image('v1.29.0', 'ESP module (1M)'),
  }
  const newer = {
    [generic('v1.30.0')]: image('v1.30.0'),
    [small]: image('v1.30.0', 'ESP module (1M)'),
  }
  const listing = link(generic('v1.30.0')) + link(small)

  async function serve(
    files: Record<string, Uint8Array>,
    onListing: RequestListener,
  ): Promise<string> {
    return server.serve((request, response) => {
      const answer = request.url!.startsWith('/download/') ? onListing : answerWith(files)
      return answer(request, response)
    })
  }
  const says: (html: string) => RequestListener = (html) => (_, response) => response.end(html)
  const versions = async () => {
    const { images } = await store.writeCatalogue()
    return images.map(({ version, variant }) => `${version} ${variant}`).sort()
  }

  it('takes what is listed, and asks for nothing else', async () => {
    const source = await serve({ ...known, ...newer }, says(listing))
    expect(await downloadNewest(store, { source })).toEqual([])
    expect(await versions()).toEqual(['v1.30.0 FLASH_1M', 'v1.30.0 GENERIC'])
    expect(server.requests).toEqual([
      '/download/ESP8266_GENERIC/',
      `/resources/firmware/${generic('v1.30.0')}`,
      `/resources/firmware/${small}`,
    ])
    await downloadNewest(store, { source })
    expect(server.requests).toHaveLength(4) // only the page again: the files are there
  })

  it('keeps to the known release where the page lists only older ones', async () => {
    const source = await serve(known, says(link(generic('v1.20.0'))))
    expect(await downloadNewest(store, { source })).toEqual([])
    expect(await versions()).toEqual(['v1.29.0 FLASH_1M', 'v1.29.0 GENERIC'])
  })

  const flood: RequestListener = (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('<a href="/">'.repeat(5000)));
    }
    response.on('drain', more)
    more()
  }
  it.each<[string, RequestListener, RegExp]>([
    ['is not there', (_, r) => r.writeHead(404).end(), /answers 404/],
    ['never answers', () => {}, /does not answer/],
    ['never ends', (_, r) => void r.write('<html>'), /takes too long/],
    ['has no end of bytes', flood, /more than \d+ bytes/],
    [
      'leads elsewhere',
      (_, r) => r.writeHead(302, { location: 'http://localhost:1/' }).end(),
      /looked up/,
    ],
    ['breaks off', (_, r) => void r.socket!.destroy(), /looked up/],
  ])('a page that %s leaves the known release', async (_, onListing, note) => {
    const source = await serve(known, onListing)
    const notes = await downloadNewest(store, { source, listingTimeoutMs: 300 })
    expect(notes).toEqual([expect.stringMatching(note)])
    expect(await versions()).toEqual(['v1.29.0 FLASH_1M', 'v1.29.0 GENERIC'])
  })

  it.each([
    ['is not there', undefined, /404/],
    ['is a web page', encode('<html>'), /web page/],
    ['is damaged', image('v1.30.0').map((byte, at) => (at === 0x9500 ? byte ^ 1 : byte)), /MD5/],
    ['is another project’s', smallImage({ text: 'Tasmota' }), /MicroPython/],
    ['is far too large', new Uint8Array(3 << 20), /more than/],
  ])('a listed file that %s is not taken', async (_, body, reason) => {
    const files = { ...known, ...(body && { [generic('v1.30.0')]: body }) }
    const source = await serve(files, says(link(generic('v1.30.0'))))
    const notes = await downloadNewest(store, { source })
    expect(notes).toEqual([expect.stringMatching(reason)])
    expect(await versions()).toEqual(['v1.29.0 FLASH_1M', 'v1.29.0 GENERIC'])
    expect(await readdir(work)).not.toContain(generic('v1.30.0'))
  })

  it('takes the release before the pinned one where a server lacks the pinned one', async () => {
    const before = Object.fromEntries(
      (['GENERIC', 'FLASH_1M'] as const).map((variant) => [
        releaseFile(variant, knownReleases[1]),
        image('v1.28.0', variant === 'GENERIC' ? 'ESP module' : 'ESP module (1M)'),
      ]),
    )
    const source = await serve(before, says(''))
    await downloadNewest(store, { source })
    expect(await versions()).toEqual(['v1.28.0 FLASH_1M', 'v1.28.0 GENERIC'])
  })
})

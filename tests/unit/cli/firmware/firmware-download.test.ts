import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadPinned, pinnedFiles } from '../../../../src/cli/firmware/firmware-download'
import { takeFromFolder } from '../../../../src/cli/firmware/firmware-folder'
import { FirmwareStore } from '../../../../src/cli/firmware/firmware-store'
import { makeDemoImage } from '../../../../src/images/demo-image'
import { smallImage } from '../../../support/synthetic-image'
import { encode } from '../../../support/bytes'
import { answerWith, FirmwareServer } from './firmware-server'

const generic = smallImage()
const small = smallImage({
  text: 'MicroPython v1.27.0 on 2025-12-09\0ESP module (1M) with ESP8266\0',
})
const published: Record<string, Uint8Array> = { [pinnedFiles[0]]: generic, [pinnedFiles[1]]: small }

let work: string
let folder: string
let server: FirmwareServer

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'firmware-'))
  folder = join(work, 'public')
  server = new FirmwareServer()
})

afterEach(async () => {
  await server.close()
  await rm(work, { recursive: true })
})

const serveFiles = (files: Record<string, Uint8Array>) => server.serve(answerWith(files))

describe('downloading the pinned images', () => {
  it('stores them and lists version, variant, size and hashes', async () => {
    const store = new FirmwareStore(folder)
    await downloadPinned(store, { source: await serveFiles(published) })
    const { images } = await store.writeCatalogue()
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(images).toMatchObject([
      { file: pinnedFiles[0], version: 'v1.23.0', variant: 'GENERIC', sha256: sha256(generic) },
      { file: pinnedFiles[1], version: 'v1.27.0', variant: 'FLASH_1M', sizeBytes: small.length },
    ])
    expect(JSON.parse(await readFile(join(folder, 'catalogue.json'), 'utf8'))).toEqual({
      version: 1,
      images,
    })
  })

  it('keeps what is there and whole, and fetches again what is damaged', async () => {
    const store = new FirmwareStore(folder)
    await store.add(pinnedFiles[0], generic)
    const longAgo = new Date('2020-01-01')
    await utimes(join(folder, pinnedFiles[0]), longAgo, longAgo)
    await writeFile(join(folder, pinnedFiles[1]), small.subarray(0, 1000))
    await downloadPinned(store, { source: await serveFiles(published) })
    expect(server.requests).toEqual([`/resources/firmware/${pinnedFiles[1]}`])
    expect((await stat(join(folder, pinnedFiles[0]))).mtime).toEqual(longAgo)
    expect(await store.has(pinnedFiles[1])).toBe(true)
  })

  it.each([
    ['a web page', encode('<html>'), /web page/],
    ['half a file', generic.subarray(0, 20_000), /ends after 20000 bytes/],
    ['the demo image', makeDemoImage(), /demo image/],
  ])('stores nothing when the server sends %s', async (_, body, reason) => {
    const store = new FirmwareStore(folder)
    const source = await serveFiles({ [pinnedFiles[0]]: body })
    await expect(downloadPinned(store, { source })).rejects.toThrow(reason)
    expect((await store.writeCatalogue()).images).toEqual([])
    expect(await readdir(folder)).toEqual(['catalogue.json'])
  })

  it('gives up on a server that never answers, without trying the next file', async () => {
    const source = await server.serve(() => {})
    const download = downloadPinned(new FirmwareStore(folder), { source, answerTimeoutMs: 50 })
    await expect(download).rejects.toThrow(/does not answer/)
    expect(server.requests).toHaveLength(1)
  })

  it('gives up on a download that never ends', async () => {
    const source = await server.serve((_, response) => void response.write('slow'))
    const download = downloadPinned(new FirmwareStore(folder), { source, fileTimeoutMs: 50 })
    await expect(download).rejects.toThrow(/takes too long/)
  })

  it('names the status of a refusal', async () => {
    const download = downloadPinned(new FirmwareStore(folder), { source: await serveFiles({}) })
    await expect(download).rejects.toThrow(/v1\.29\.0\.bin: the server answers 404/)
  })
})

describe('taking images from a folder', () => {
  it('takes the whole ones, under names that the list allows, and says why not the others', async () => {
    const downloads = join(work, 'downloads')
    await mkdir(downloads)
    await writeFile(join(downloads, 'ESP8266_GENERIC (1).bin'), generic)
    await writeFile(join(downloads, 'cut.bin'), generic.subarray(0, 100))
    await writeFile(join(downloads, 'notes.txt'), 'nothing')
    const store = new FirmwareStore(folder)
    const refusals = await takeFromFolder(store, downloads)
    expect(refusals).toEqual([{ file: 'cut.bin', reason: expect.stringContaining('ends after') }])
    const { images } = await store.writeCatalogue()
    expect(images.map(({ file }) => file)).toEqual(['ESP8266_GENERIC_1_.bin'])
  })
})

describe('npm run firmware', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      ...['--import', 'tsx', 'src/cli/firmware/firmware.ts', '--folder', folder],
      ...args,
    ]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    )

  it('prints one line with what there is', async () => {
    const source = await serveFiles(published)
    const result = await run('--source', source)
    expect(result).toEqual({ code: 0, stdout: 'Firmware: v1.23.0 GENERIC, v1.27.0 FLASH_1M.\n' })
  })

  it('fails without a network, but not with --optional, and says what to do in one line', async () => {
    // A port that was just closed: nobody listens there.
    const source = await serveFiles({})
    await server.close()
    const line = /^Firmware: no image yet\. Not downloaded \(.*\)\. Later: .*--from FOLDER\.\n$/
    expect(await run('--source', source)).toEqual({ code: 1, stdout: expect.stringMatching(line) })
    const optional = await run('--source', source, '--optional')
    expect(optional).toEqual({ code: 0, stdout: expect.stringMatching(line) })
  })
})

/**
 * The folder with the firmware images that the page offers, and its list catalogue.json. Only files
 * that pass the same check as in the page get in; every file appears under its name at once and
 * whole, so that an interrupted run leaves nothing half written.
 */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogueVersion, type Catalogue, type CatalogueImage } from '../../images/catalogue'
import { parseFirmwareImage, type FirmwareImage } from '../../images/firmware-image'
import { DeviceError } from '../../errors'
import { RefusedFile } from '../../images/refused-file'
import { fileWords } from '../../images/refused-file-words'
import { isStreamOf } from './image-stream'

export class FirmwareStore {
  constructor(readonly folder: string) {}

  /** True if the file is there and whole. */
  async has(file: string): Promise<boolean> {
    return (await this.#describe(file)) !== undefined
  }

  /** Checks and stores. @throws DeviceError 'image-*' */
  async add(file: string, bytes: Uint8Array): Promise<FirmwareImage> {
    const image = checkedImage(bytes)
    await mkdir(this.folder, { recursive: true })
    await writeWhole(join(this.folder, file), image.bytes)
    return image
  }

  /**
   * Makes the compressed streams that are missing beside the images, with what `compress` makes of one.
   * @param onBegin told before each, because it takes some seconds
   */
  async compress(
    compress: (image: FirmwareImage) => Promise<Uint8Array>,
    onBegin: (file: string) => void = () => undefined,
  ): Promise<void> {
    for (const { file, compressed } of await this.#images()) {
      if (compressed) continue
      onBegin(file)
      const stream = await compress(checkedImage(await readFile(join(this.folder, file))))
      await writeWhole(join(this.folder, streamFile(file)), stream)
    }
  }

  /** Writes the list of all whole images of the folder. */
  async writeCatalogue(): Promise<Catalogue> {
    const images = await this.#images()
    const catalogue: Catalogue = { version: catalogueVersion, images }
    await writeWhole(join(this.folder, 'catalogue.json'), JSON.stringify(catalogue, null, 2) + '\n')
    return catalogue
  }

  async #images(): Promise<CatalogueImage[]> {
    await mkdir(this.folder, { recursive: true })
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.bin')).sort()
    const described = await Promise.all(files.map((file) => this.#describe(file)))
    return described.filter((image) => image !== undefined)
  }

  async #describe(file: string): Promise<CatalogueImage | undefined> {
    try {
      const image = checkedImage(await readFile(join(this.folder, file)))
      const compressed = (await this.#hasStream(file, image)) ? streamFile(file) : undefined
      return { ...describe(file, image), ...(compressed && { compressed }) }
    } catch {
      return undefined // absent, damaged or something else: then it is not offered
    }
  }

  async #hasStream(file: string, image: FirmwareImage): Promise<boolean> {
    const stream = await readFile(join(this.folder, streamFile(file))).catch(() => undefined)
    return stream !== undefined && isStreamOf(stream, image)
  }
}

const streamFile = (file: string): string => file.replace(/\.bin$/, '.zlib')

/** @throws DeviceError 'image-*'; the demo image is none to offer */
function checkedImage(bytes: Uint8Array): FirmwareImage {
  const image = parsedImage(bytes)
  if (image.demo) throw new DeviceError('image-demo', 'This is the demo image.')
  return image
}

/** A refusal in the words of the page: whoever runs this reads them. */
function parsedImage(bytes: Uint8Array): FirmwareImage {
  try {
    return parseFirmwareImage(bytes)
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error
    throw new DeviceError(error.code, fileWords(error.found).what())
  }
}

function describe(file: string, image: FirmwareImage): CatalogueImage {
  const { version, variant, sizeBytes, bytes } = image
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  return { file, version, variant, sizeBytes, sha256: digest('sha256'), md5: digest('md5') }
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`
  try {
    await writeFile(temporary, content)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

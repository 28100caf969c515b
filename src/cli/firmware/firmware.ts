/**
 * `npm run firmware`: fills public/firmware/ with official MicroPython images and writes the list
 * that the page reads. Beside each image it puts the same as a zlib stream, made once, which is what
 * the page downloads.
 *
 *   npm run firmware                       downloads the newest release from micropython.org
 *   npm run firmware -- --from FOLDER      takes files that were downloaded by hand
 *   npm run firmware -- --optional         the same, but no failure without a network
 *   npm run firmware -- --source URL       another server with the same file names
 *   npm run firmware -- --listing URL      another page with links to the releases
 *   npm run firmware -- --folder FOLDER    another place than public/firmware/
 */

import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { downloadNewest } from './firmware-download'
import { takeFromFolder } from './firmware-folder'
import { FirmwareStore } from './firmware-store'

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    source: { type: 'string' },
    listing: { type: 'string' },
    folder: {
      type: 'string',
      default: fileURLToPath(new URL('../../../public/firmware', import.meta.url)),
    },
    optional: { type: 'boolean', default: false },
  },
})

const store = new FirmwareStore(values.folder)
const problem = await fill(store)
await compress(store)
const { images } = await store.writeCatalogue()
const names = images
  .map(({ version, variant }) => `${version ?? 'unknown version'} ${variant}`)
  .join(', ')
console.log(`Firmware: ${names || 'no image yet'}.${problem ? ` ${problem}` : ''}`)
if (problem && !values.optional) process.exitCode = 1

/** Without the compressor the page compresses by itself: no reason to fail. */
async function compress(store: FirmwareStore): Promise<void> {
  try {
    const { compressImage } = await import('./compress-image')
    await store.compress(compressImage, (file) => console.error(`Compressing ${file}, once …`))
  } catch (error) {
    console.error(`Not compressed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What went wrong, in words for the terminal, or undefined. */
async function fill(store: FirmwareStore): Promise<string | undefined> {
  try {
    if (values.from === undefined) {
      const { source, listing } = values
      // Beside the one line of the result: with the known releases the page is complete all the same.
      for (const note of await downloadNewest(store, { source, listing })) console.error(note)
      return undefined
    }
    const refusals = await takeFromFolder(store, values.from)
    return refusals.map(({ file, reason }) => `Refused ${file}: ${reason}`).join(' ') || undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `Not downloaded (${reason}). Later: npm run firmware, or npm run firmware -- --from FOLDER.`
  }
}

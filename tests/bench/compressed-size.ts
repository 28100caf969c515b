/** Bytes on the wire for the images of public/firmware/: the stream beside each, and zlib at its best. */
import { readFile } from 'node:fs/promises'
import { deflateSync, inflateSync } from 'node:zlib'
import { catalogueVersion, type Catalogue } from '../../src/images/catalogue'

export interface SizeRow {
  what: string
  bytes: number
  zlibBytes: number
}

const folder = new URL('../../public/firmware/', import.meta.url)

/** None where no image has been fetched: `npm run firmware`. */
export async function compressedSizes(): Promise<SizeRow[]> {
  const rows: SizeRow[] = []
  for (const { file, compressed } of (await catalogue()).images) {
    if (compressed === undefined) continue
    const stream = await readFile(new URL(compressed, folder))
    const zlibBytes = deflateSync(inflateSync(stream), { level: 9 }).length
    rows.push({ what: file, bytes: stream.length, zlibBytes })
  }
  return rows
}

async function catalogue(): Promise<Catalogue> {
  const text = await readFile(new URL('catalogue.json', folder), 'utf8').catch(() => undefined)
  if (text === undefined) return { version: catalogueVersion, images: [] }
  return JSON.parse(text) as Catalogue
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readFilesystem } from '../../src/images/littlefs/reader'
import golden from '../golden/littlefs-v1.23.0.json'

const image = new Uint8Array(
  gunzipSync(readFileSync(new URL('../golden/littlefs-v1.23.0.img.gz', import.meta.url))),
)

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('reading the filesystem that MicroPython v1.23.0 wrote', () => {
  const filesystem = readFilesystem(image)

  it('finds exactly the recorded entries with the recorded contents', () => {
    const read = [...filesystem.entries].map(([path, entry]) =>
      entry.type === 'file'
        ? { path, type: 'file', size: entry.bytes.length, sha256: sha256(entry.bytes) }
        : { path, type: 'directory' },
    )
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(read).toEqual([...golden.entries].sort(byPath))
  })

  it('reads version and geometry from the superblock', () => {
    expect(filesystem).toMatchObject({
      version: '2.1',
      blockCount: golden.block_count,
      blockSizeBytes: golden.block_size,
      damage: [],
    })
  })

  it('gives the time of the last change as nanoseconds since 1970', () => {
    // Attribute 1 of /boot.py at 0x1091 of the image: 18 fc 42 52 cf 4c 23 0d.
    expect(filesystem.entries.get('/boot.py')).toMatchObject({
      modifiedNs: 0x0d234ccf5242fc18n,
    })
  })
})

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFiles, backupFlash } from '../../../../src/provision/backup/backup'
import type { Survey } from '../../../../src/provision/survey/found'
import { tarArchive } from '../../../../src/provision/backup/tar'
import { fileEntry, patterned } from '../../../support/one-pass'

/** Unpacks with the system's own tar; gives each file's content. */
function unpack(archive: Uint8Array, paths: string[]): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'tar-'))
  try {
    writeFileSync(join(folder, 'a.tar'), archive)
    execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder })
    return paths.map((path) => readFileSync(join(folder, path)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const date = new Date('2026-01-02T03:04:05Z')

describe('an archive of files', () => {
  it("is unpacked by the system's tar, byte for byte", () => {
    const files: [string, Uint8Array][] = [
      ['/main.py', patterned(511, 1)],
      ['/lib/captive_portal/dns.mpy', patterned(512, 2)],
      ['/empty', new Uint8Array()],
      ['/größe, 2.txt', patterned(513, 3)],
      [`/${'x'.repeat(250)}.txt`, patterned(40, 4)],
      [`/${'folder-with-a-long-name/'.repeat(6)}file`, patterned(40, 5)],
    ]
    const names = files.map(([path]) => path.slice(1))
    const unpacked = unpack(tarArchive(files, date), names)
    expect(unpacked.map((bytes) => new Uint8Array(bytes))).toEqual(files.map(([, bytes]) => bytes))
  })

  it('keeps the time, and nothing leads out of the folder that it is unpacked into', () => {
    const archive = tarArchive([['/a', patterned(3, 1)]], date)
    const listing = execFileSync('tar', ['-tvf', '-', '--utc'], { input: archive }).toString()
    expect(listing).toMatch(/^-rw-r--r-- .* 3 2026-01-02 03:04 a\n$/)
  })

  it('is made of what a survey has read', () => {
    const files = new Map([
      ['/lib', { type: 'directory' as const }],
      ['/lib/a.py', fileEntry('a = 1')],
    ])
    const filesystem = { kind: 'littlefs', files } as unknown as Survey['filesystem']
    const archive = backupFiles({ filesystem } as Survey, date)
    expect(unpack(archive!, ['lib/a.py'])[0]!.toString()).toBe('a = 1')
    expect(backupFiles({ filesystem: { kind: 'none' } } as Survey)).toBeUndefined()
  })
})

describe('a copy of the flash', () => {
  const sizeBytes = 0x80000
  const content = new Uint8Array(sizeBytes).fill(0xff)
  content.set(patterned(70_000, 3), 0x10000)
  let readBytes = 0
  const flash = {
    md5: async (at: number, size: number) =>
      createHash('md5')
        .update(content.subarray(at, at + size))
        .digest('hex'),
    read: async (at: number, size: number) => {
      readBytes += size
      return content.slice(at, at + size)
    },
  }

  it('is complete, and erased stretches do not cross the wire', async () => {
    const seen: number[] = []
    const copy = await backupFlash(flash, sizeBytes, { onProgress: (done) => void seen.push(done) })
    expect(Buffer.compare(copy, content)).toBe(0)
    expect(readBytes).toBe(0x20000)
    expect(seen.at(-1)).toBe(sizeBytes)
  })

  it('ends when it is cancelled', async () => {
    const abort = new AbortController()
    const onProgress = () => abort.abort()
    const copying = backupFlash(flash, sizeBytes, { signal: abort.signal, onProgress })
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' })
  })
})

import { describe, expect, it } from 'vitest'
import { firmwareCompiled, firmwareSources } from '../../../firmware/bundle'

const paths = (files: { path: string }[]) => files.map((file) => file.path)

describe('firmware bundle', () => {
  it('carries main.py, boot.py and the portal package, and nothing that is not for a board', () => {
    const sources = paths(firmwareSources())
    expect(sources).toContain('/main.py')
    expect(sources).toContain('/boot.py')
    expect(sources).toContain('/lib/captive_portal/__init__.py')
    expect(sources.filter((path) => /\.(ts|md)$|__pycache__/.test(path))).toEqual([])
  })

  it('compiles every module to .mpy of format 6 (header from a v1.23.0 board: 4d 06 00 1f)', async () => {
    const modules = (await firmwareCompiled()).filter((file) => file.path.endsWith('.mpy'))
    expect(modules.length).toBeGreaterThan(3)
    for (const { bytes } of modules) expect([...bytes.subarray(0, 4)]).toEqual([0x4d, 6, 0, 0x1f])
  })

  it('keeps main.py and boot.py readable', async () => {
    expect(paths(await firmwareCompiled())).toEqual(
      expect.arrayContaining(['/main.py', '/boot.py']),
    )
  })

  it('has no source over the 8 KB that a board can compile', () => {
    const big = firmwareSources().filter((file) => file.bytes.length > 8192)
    expect(paths(big)).toEqual([])
  })
})

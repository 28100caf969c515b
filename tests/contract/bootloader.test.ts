/** The bootloader through esptool/, on a board without faults. */
import { describe, expect, it, vi } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { hardReset } from '../../src/esptool/hard-reset'
import { openLink } from '../../src/serial/open-link'
import { trafficOf } from '../../src/serial/traffic'
import { running } from '../support/fake-time'
import {
  board,
  expectFree,
  image,
  KiB,
  md5,
  open,
  openAt,
  plugIn,
  useBoards,
  writeImage,
} from './bootloader-rig'

useBoards()

describe('a board without faults', () => {
  it('is identified as recorded, before any stub', async () => {
    plugIn()
    const bootloader = await open()
    expect(bootloader.identity).toEqual({
      chip: 'ESP8266EX',
      mac: '18:fe:34:42:44:42',
      crystalMhz: 26,
      flashManufacturer: 0xc8,
      flashDevice: 0x4016,
      flashSizeBytes: 4 * 1024 * KiB,
    })
    await running(bootloader.close())
    expectFree()
  })

  it.each([512 * KiB, 1024 * KiB, 16 * 1024 * KiB])('detects a flash of %d bytes', async (size) => {
    plugIn({ flashSizeBytes: size, crystalMhz: 40 })
    const { identity, close } = await open()
    expect([identity.flashSizeBytes, identity.crystalMhz]).toEqual([size, 40])
    await running(close())
  })

  it('writes 200 KB in blocks, each with its progress, and verifies them by MD5', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    const seen: number[] = []
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(image.length)
      seen.push(done)
    }
    const regions = [{ offsetBytes: 0x1000, bytes: image }]
    await running(bootloader.write(regions, { onProgress }))
    await running(bootloader.verify(regions))
    expect(md5(board.flash.read(0x1000, image.length))).toBe(md5(image))
    expect(seen.length).toBeGreaterThan(5)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(image.length)
    expect(await running(bootloader.md5(0x1000, image.length))).toBe(md5(image))
    await running(bootloader.close())
  })

  it('writes several regions, of odd length too, and leaves what is between them', async () => {
    plugIn({ flash: new Uint8Array(64 * KiB).fill(0x55) })
    const bootloader = await openAt(230_400)
    const regions = [
      { offsetBytes: 0, bytes: image.slice(0, 4097) },
      { offsetBytes: 0x8000, bytes: image.slice(0, 3) },
    ]
    await running(bootloader.write(regions))
    await running(bootloader.verify(regions))
    expect(board.flash.read(0x2000, 0x6000).every((byte) => byte === 0x55)).toBe(true)
    expect(Buffer.from(board.flash.read(0x8000, 3))).toEqual(Buffer.from(image.slice(0, 3)))
    await running(bootloader.close())
  })

  it('reads back what it holds and goes on with the next command', async () => {
    plugIn({ flash: image })
    const bootloader = await openAt(460_800)
    const seen: number[] = []
    const read = await running(
      bootloader.read(100, 150_001, { onProgress: (done) => seen.push(done) }),
    )
    expect(md5(read)).toBe(md5(image.slice(100, 150_101)))
    expect(seen.at(-1)).toBe(150_001)
    expect(await running(bootloader.md5(0, 4096))).toBe(md5(image.slice(0, 4096)))
    await running(bootloader.close())
  })

  it('is erased in part and as a whole', async () => {
    plugIn({ flash: image })
    const bootloader = await openAt(115_200)
    await running(bootloader.eraseRegion(0x1000, 0x2000))
    expect(board.flash.read(0x1000, 0x2000).every((byte) => byte === 0xff)).toBe(true)
    expect(md5(board.flash.read(0x3000, 0x1000))).toBe(md5(image.slice(0x3000, 0x4000)))
    await expect(running(bootloader.eraseRegion(1, 4096))).rejects.toMatchObject({
      code: 'unexpected',
    })
    await running(bootloader.eraseFlash())
    expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true)
    await running(bootloader.close())
  })

  it('finds the difference between flash and firmware', async () => {
    plugIn({ flash: image })
    const bootloader = await open()
    const other = image.slice()
    other[1000] = other[1000]! ^ 1
    await expect(
      running(bootloader.verify([{ offsetBytes: 0, bytes: other }])),
    ).rejects.toMatchObject({ code: 'verify-failed' })
    await running(bootloader.verify([{ offsetBytes: 0, bytes: image }]))
    await running(bootloader.close())
  })

  it('prints nothing to the console and keeps the last exchanges', async () => {
    const log = vi.spyOn(console, 'log')
    plugIn()
    const bootloader = await openAt(460_800)
    await running(bootloader.write([{ offsetBytes: 0, bytes: image }]))
    expect(log).not.toHaveBeenCalled()
    const { entries } = trafficOf(board.port)
    const abouts = entries.map((entry) => ('about' in entry ? entry.about : ''))
    expect(abouts).toContain('FLASH_DEFL_DATA')
    expect(entries.length).toBeLessThanOrEqual(600)
    await running(bootloader.close())
  })

  it('leaves the bootloader by a reset into run mode', async () => {
    plugIn()
    const bootloader = await open()
    await running(bootloader.close())
    const link = await running(openLink(board.port, { baudRate: 74_880 }))
    let log = ''
    link.subscribe((bytes) => (log += Buffer.from(bytes).toString('latin1')))
    await running(hardReset(link))
    await vi.advanceTimersByTimeAsync(100)
    expect(log).toContain('boot mode:(3,')
    await running(link.close())
  })

  it('needs the slow reset on a board whose EN rises late', async () => {
    plugIn({ resetRiseMs: 300 })
    const details: string[] = []
    const bootloader = await running(
      openBootloader(board.port, { onDetail: (detail) => details.push(detail) }),
    )
    const reset = 'Reset into the bootloader' // once at each rate
    expect(details).toEqual([reset, reset, 'Slow reset into the bootloader'])
    await running(bootloader.close())
  })

  it('is reached by hand when the bridge cannot reset it', async () => {
    plugIn({ autoReset: false })
    board.holdFlashButton(true)
    board.pressResetButton()
    const bootloader = await openAt(460_800)
    expect(bootloader.identity.chip).toBe('ESP8266EX')
    await running(bootloader.close())
  })
})

describe('the baud ladder', () => {
  it.each([
    [921_600, 500_000, 460_800],
    [460_800, 250_000, 230_400],
    [921_600, 120_000, 115_200],
  ])('from %d falls back on a wire good to %d', async (wanted, limit, expected) => {
    plugIn()
    board.faults.maxBaudRate = limit
    const bootloader = await open()
    expect(await running(bootloader.raiseBaudRate(wanted))).toBe(expected)
    await writeImage(bootloader)
    await running(bootloader.close())
  })

  it('falls back when only the blocks show that the wire is too slow', async () => {
    plugIn()
    const bootloader = await open()
    expect(await running(bootloader.raiseBaudRate(921_600))).toBe(1_000_000)
    board.faults.maxBaudRate = 300_000
    await writeImage(bootloader)
    await running(bootloader.close())
  })

  it('opens the port once for the usual rate, so a board that resets on opening is not reset again', async () => {
    plugIn({ linesOnOpen: 'glitch' })
    const bootloader = await open()
    const opening = vi.spyOn(board.port, 'open')
    expect(await running(bootloader.raiseBaudRate(460_800))).toBe(460_800)
    expect(opening).not.toHaveBeenCalled()
    await writeImage(bootloader)
    await running(bootloader.close())
  })

  it('stays at the rate of the first opening on a board that every opening resets', async () => {
    plugIn({ linesOnOpen: 'glitch' })
    const bootloader = await open()
    expect(await running(bootloader.raiseBaudRate(921_600))).toBe(460_800)
    await writeImage(bootloader)
    await running(bootloader.close())
  })

  it.each([115_200, 230_400])('goes down to %d when no more is wanted', async (wanted) => {
    plugIn()
    const bootloader = await openAt(wanted)
    await writeImage(bootloader)
    expect(board.bridge.baudRate).toBe(wanted)
    await running(bootloader.close())
  })

  it('identifies a board at 115200 when the wire is good to no more', async () => {
    plugIn({ crystalMhz: 40 })
    board.faults.maxBaudRate = 120_000
    const bootloader = await open()
    expect(bootloader.identity).toMatchObject({ chip: 'ESP8266EX', crystalMhz: 40 })
    expect(board.bridge.baudRate).toBe(115_200)
    await running(bootloader.close())
  })
})

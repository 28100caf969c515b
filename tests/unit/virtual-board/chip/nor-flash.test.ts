import { describe, expect, it } from 'vitest'
import { NorFlash, jedecId } from '../../../../src/virtual-board/chip/nor-flash'

const mebibyte = 1024 * 1024

describe('NOR flash', () => {
  it('starts erased, apart from the contents it was given', () => {
    const flash = new NorFlash(mebibyte, Uint8Array.of(1, 2))
    expect([...flash.read(0, 4)]).toEqual([1, 2, 0xff, 0xff])
    expect(() => new NorFlash(1, Uint8Array.of(1, 2))).toThrow(RangeError)
  })

  it('can only clear bits by programming', () => {
    const flash = new NorFlash(mebibyte)
    flash.program(5, Uint8Array.of(0b1010_1010))
    flash.program(5, Uint8Array.of(0b1111_0000))
    expect(flash.read(5, 1)[0]).toBe(0b1010_0000)
  })

  it('erases every sector that a range touches, and no other', () => {
    const flash = new NorFlash(mebibyte, new Uint8Array(5 * 4096))
    flash.eraseSectors(4096 + 100, 4096)
    const erased = (sector: number) => flash.read(sector * 4096, 4096).every((b) => b === 0xff)
    expect([0, 1, 2, 3].map(erased)).toEqual([false, true, true, false])
  })

  it('has nothing beyond its end', () => {
    const flash = new NorFlash(mebibyte)
    expect(() => flash.read(mebibyte - 1, 2)).toThrow(RangeError)
    expect(() => flash.program(mebibyte, Uint8Array.of(0))).toThrow(RangeError)
    expect(flash.holds(0, mebibyte)).toBe(true)
    expect(flash.holds(1, mebibyte)).toBe(false)
  })

  it('calls its listeners after each change, until they unsubscribe', () => {
    const flash = new NorFlash(mebibyte)
    const changes: number[][] = []
    const stop = flash.onChange((offset, length) => changes.push([offset, length]))
    flash.program(10, Uint8Array.of(0, 0))
    flash.eraseSectors(5000, 1)
    stop()
    flash.program(10, Uint8Array.of(0))
    expect(changes).toEqual([
      [10, 2],
      [4096, 4096],
    ])
  })

  it('takes the typical times of the datasheet with a time factor of 1, none otherwise', () => {
    const flash = new NorFlash(mebibyte)
    flash.eraseSectors(0, 4096)
    expect(flash.takeBusyMs()).toBe(0)
    flash.timeFactor = 1
    flash.eraseSectors(0x8000, 0x20000 - 0x8000)
    expect(flash.takeBusyMs()).toBe(8 * 50 + 250)
    flash.program(0, new Uint8Array(1000))
    expect(flash.takeBusyMs()).toBeCloseTo(4 * 0.6)
    expect(flash.takeBusyMs()).toBe(0)
  })

  it('names its size in its JEDEC id, as esptool reads it', () => {
    // esptool's DETECTED_FLASH_SIZES: 0x13 512 KB, 0x16 4 MB, 0x18 16 MB
    expect([0x80000, 4 * mebibyte, 16 * mebibyte].map((size) => jedecId(size) >> 16)).toEqual([
      0x13, 0x16, 0x18,
    ])
  })
})

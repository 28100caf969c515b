/** CP210x, request by request, as Linux's cp210x.c and AN205 have them. */
import { describe, expect, it } from 'vitest'
import { count, hasEnded, usbRig } from '../../../support/usb-rig'

const word = (value: number) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)

describe('rates of a CP210x', () => {
  it.each([
    [9600, 9600],
    [74880, 76800],
    [57_700, 57_600],
    [77_608, 76_800],
    [115200, 115200],
    [491_520, 460_800],
    [921600, 921600],
  ])('of a CP2102: %d becomes %d', (rate, real) => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.out(0x41, 0x1e, 0, 0, word(rate))
    expect(rig.bridge.baudRate).toBe(real)
  })

  it.each([
    [74766, 74766.4],
    [115384, 115384.6],
    [461538, 461538.5],
    [923076, 923076.9],
  ])('of a CP2104 and CP2102N: %d becomes %d', (rate, real) => {
    for (const kind of ['cp2104', 'cp2102n'] as const) {
      const rig = usbRig({ kind })
      rig.out(0x41, 0x1e, 0, 0, word(rate))
      expect(rig.bridge.baudRate).toBeCloseTo(real, 1)
    }
  })
})

describe('requests of a CP210x', () => {
  it('says which part it is, and its firmware', () => {
    expect(usbRig({ kind: 'cp2102' }).ask(0xc0, 0xff, 0x370b, 0, 1)).toEqual([2])
    expect(usbRig({ kind: 'cp2104' }).ask(0xc0, 0xff, 0x370b, 0, 1)).toEqual([4])
    const rig = usbRig({ kind: 'cp2102n' })
    expect(rig.ask(0xc0, 0xff, 0x370b, 0, 1)).toEqual([0x20])
    expect(rig.ask(0xc0, 0xff, 0x0010, 0, 3)).toEqual([1, 0, 8])
  })

  it('moves only the lines that are meant', () => {
    const rig = usbRig({ kind: 'cp2102' })
    for (const value of [0x0101, 0x0202, 0x0100, 0x0200, 0x0303, 0x0300]) {
      rig.out(0x41, 0x07, value, 0)
    }
    expect(rig.lines).toEqual(['DTR -', 'DTR RTS', '- RTS', '- -', 'DTR RTS', '- -'])
  })

  it('does not let RTS be moved while it moves RTS by itself', () => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.out(0x41, 0x13, 0, 0, [...word(1), ...word(0x80), ...word(128), ...word(128)])
    rig.out(0x41, 0x07, 0x0303, 0)
    expect(rig.bridge.requestToSend).toBe(false)
    expect(rig.ask(0xc1, 0x08, 0, 0, 1)).toEqual([0x01])
  })

  it('takes the XON limit for "replace" with erratum E104', () => {
    const flow = [...word(0), ...word(0x40), ...word(0x80), ...word(0)]
    const good = usbRig({ kind: 'cp2102n' })
    const bad = usbRig({ kind: 'cp2102n', firmware: [1, 0, 4] })
    for (const rig of [good, bad]) rig.out(0x41, 0x13, 0, 0, flow)
    expect([good.bridge.requestToSend, bad.bridge.requestToSend]).toEqual([true, false])
  })

  it('holds TX low for a break', () => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.out(0x41, 0x05, 1, 0)
    rig.out(0x41, 0x05, 0, 0)
    expect(rig.breaks).toEqual([true, false])
  })
})

describe('bytes of a CP210x', () => {
  it('flow only while it is enabled, and say when all are sent', async () => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.chip.attach()
    rig.arrive([1])
    const write = rig.chip.outs.get(1)?.write(Uint8Array.of(7)) ?? Promise.resolve()
    expect(await hasEnded(write)).toBe(false)
    rig.out(0x41, 0x00, 1, 0)
    await write
    expect(rig.ask(0xc1, 0x10, 0, 0, 19)).toEqual(count(19).map((at) => (at === 12 ? 1 : 0)))
    rig.clock.advance(10)
    expect(rig.ask(0xc1, 0x10, 0, 0, 19)).toEqual(count(19).map(() => 0))
    rig.arrive([2])
    expect(await rig.read(1, 64)).toEqual([2])
  })

  it('are purged', async () => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.chip.attach()
    rig.out(0x41, 0x00, 1, 0)
    rig.arrive([1, 2])
    rig.out(0x41, 0x12, 0x000f, 0)
    rig.arrive([3])
    expect(await rig.read(1, 64)).toEqual([3])
  })

  it('carry 0xEC escaped in event mode', async () => {
    const rig = usbRig({ kind: 'cp2102' })
    rig.chip.attach()
    rig.out(0x41, 0x00, 1, 0)
    rig.out(0x41, 0x15, 0x00ec, 0)
    rig.arrive([1, 0xec, 2])
    expect(await rig.read(1, 64)).toEqual([1, 0xec, 0, 2])
  })
})

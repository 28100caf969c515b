/** CH340 and CH341, request by request, as Linux's ch341.c has them. */
import { describe, expect, it } from 'vitest'
import { count, hasEnded, usbRig } from '../../../support/usb-rig'

describe('requests of a CH340', () => {
  it.each([
    [9600, 0xb282, 9615.4],
    [74880, 0xb083, 75000],
    [115200, 0xcc83, 115384.6],
    [230400, 0xe683, 230769.2],
    [460800, 0xf383, 461538.5],
    [921600, 0xf387, 923076.9],
  ])('makes %d baud of 0x1312 = %i', (_, index, real) => {
    for (const kind of ['ch340', 'ch340-limited'] as const) {
      const rig = usbRig({ kind })
      rig.out(0x40, 0x9a, 0x1312, index)
      expect(rig.bridge.baudRate).toBeCloseTo(real, 1)
    }
  })

  it('runs at 857,143 baud with the divisor of the old formula', () => {
    const rig = usbRig()
    rig.out(0x40, 0x9a, 0x1312, 0xf903)
    expect(rig.bridge.baudRate).toBeCloseTo(857_142.9, 1)
  })

  it('answers version, registers and modem status', () => {
    const rig = usbRig({ version: 0x30 })
    expect(rig.ask(0xc0, 0x5f, 0, 0, 2)).toEqual([0x30, 0])
    rig.out(0x40, 0xa1, 0, 0)
    rig.out(0x40, 0x9a, 0x2518, 0x00c3)
    expect(rig.ask(0xc0, 0x95, 0x2518, 0, 2)).toEqual([0xc3, 0])
    rig.chip.setInputs({ clearToSend: true, dataCarrierDetect: true })
    expect(rig.ask(0xc0, 0x95, 0x0706, 0, 2)).toEqual([0xff & ~0x09, 0xee])
    expect(rig.chip.unknownRequests).toEqual([])
  })

  it('inverts DTR and RTS, which come in one request', () => {
    const rig = usbRig()
    for (const value of [0xff9f, 0xffdf, 0xffbf, 0xffff]) rig.out(0x40, 0xa4, value, 0)
    expect(rig.lines).toEqual(['DTR RTS', 'DTR -', '- RTS', '- -'])
  })

  it('holds TX low for a break; the limited kind stalls', () => {
    const rig = usbRig()
    rig.out(0x40, 0x9a, 0x1805, 0x8300)
    rig.out(0x40, 0x9a, 0x1805, 0xc301)
    expect(rig.breaks).toEqual([true, false])
    const limited = usbRig({ kind: 'ch340-limited' })
    expect(limited.ask(0xc0, 0x95, 0x0005, 0, 2)).toBe('stall')
    expect(limited.chip.unknownRequests).toEqual([])
  })

  it('stalls what it does not know, and names it', () => {
    const rig = usbRig()
    expect(rig.ask(0x41, 0x1e, 0, 0, 4)).toBe('stall')
    expect(rig.chip.unknownRequests).toEqual([
      'type 0x41 (out), request 0x1e, value 0x0000, index 0x0000, length 4',
    ])
  })
})

describe('bytes of a CH340', () => {
  it('wait for a full packet of 32 unless bit 7 is set', async () => {
    const rig = usbRig()
    rig.chip.attach()
    rig.out(0x40, 0x9a, 0x1312, 0xcc03)
    const read = rig.read(2, 64)
    rig.arrive(count(31))
    expect(await hasEnded(read)).toBe(false)
    rig.out(0x40, 0x9a, 0x1312, 0xcc83)
    expect(await read).toEqual(count(31))
  })

  it('come at once from version 0x27 without that bit, and not with it', async () => {
    const rig = usbRig({ version: 0x27 })
    rig.chip.attach()
    rig.out(0x40, 0x9a, 0x1312, 0xcc03)
    rig.arrive([1])
    expect(await rig.read(2, 32)).toEqual([1])
    rig.out(0x40, 0x9a, 0x1312, 0xcc83)
    const read = rig.read(2, 32)
    rig.arrive([2])
    expect(await hasEnded(read)).toBe(false)
  })

  it('are lost when nobody fetches them', async () => {
    const rig = usbRig()
    rig.chip.attach()
    rig.out(0x40, 0x9a, 0x1312, 0xcc83)
    rig.arrive(count(300))
    expect(await rig.read(2, 256)).toEqual(count(256))
  })

  it('go out at the rate of the divisor, and are dropped by setting it again', async () => {
    const rig = usbRig()
    rig.chip.attach()
    rig.out(0x40, 0x9a, 0x1312, 0xf903)
    await rig.chip.outs.get(2)?.write(Uint8Array.of(1, 2))
    rig.clock.advance(10)
    expect(rig.sent).toEqual([{ bytes: [1, 2], baudRate: 48e6 / 56 }])
    await rig.chip.outs.get(2)?.write(Uint8Array.of(3))
    rig.out(0x40, 0x9a, 0x1312, 0xf903)
    rig.clock.advance(10)
    expect(rig.sent).toHaveLength(1)
  })
})

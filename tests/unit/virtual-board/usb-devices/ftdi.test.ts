/** FTDI chips, request by request, as Linux's ftdi_sio.c has them. */
import { describe, expect, it } from 'vitest'
import { count, hasEnded, usbRig } from '../../../support/usb-rig'

describe('rates of FTDI chips', () => {
  it.each([
    [0x4138, 9600],
    [0xc028, 74766.4],
    [0x001a, 115384.6],
    [0x000d, 230769.2],
    [0x4006, 461538.5],
    [0x8003, 923076.9],
    [0x0000, 3_000_000],
    [0x0001, 2_000_000],
  ])('of FT232R and FT231X: %i is %d baud', (value, real) => {
    const [r, x] = [usbRig({ kind: 'ft232r' }), usbRig({ kind: 'ft231x' })]
    r.out(0x40, 3, value, 0)
    x.out(0x40, 3, value, 1)
    expect(r.bridge.baudRate).toBeCloseTo(real, 1)
    expect(x.bridge.baudRate).toBeCloseTo(real, 1)
  })

  it('have bit 16 in another place with and without a channel', () => {
    const [r, x] = [usbRig({ kind: 'ft232r' }), usbRig({ kind: 'ft231x' })]
    r.out(0x40, 3, 0x00d0, 0x0001)
    x.out(0x40, 3, 0x00d0, 0x0101)
    expect(r.bridge.baudRate).toBeCloseTo(24e6 / 1667, 3)
    expect(x.bridge.baudRate).toBeCloseTo(24e6 / 1667, 3)
  })

  it.each([
    [0x04e2, 9600],
    [0x80a0, 12e6 / (1282 / 8)],
    [0xc068, 12e6 / (833 / 8)],
    [0xc034, 12e6 / (417 / 8)],
    [0x001a, 12e6 / 26],
    [0x000d, 12e6 / 13],
  ])('of FT232H and FT2232H: %i with bit 17 is %d baud', (value, real) => {
    for (const kind of ['ft232h', 'ft2232h'] as const) {
      const rig = usbRig({ kind })
      rig.out(0x40, 3, value, 0x0201)
      expect(rig.bridge.baudRate).toBeCloseTo(real, 3)
    }
  })
})

describe('requests of FTDI chips', () => {
  it('stall on a channel that is none', () => {
    const rig = usbRig({ kind: 'ft231x' })
    expect(rig.ask(0x40, 1, 0x0101, 0, 0)).toBe('stall')
    expect(rig.chip.unknownRequests).toHaveLength(1)
  })

  it('move the lines that are meant; a reset drops both', () => {
    const rig = usbRig({ kind: 'ft232r' })
    for (const value of [0x0101, 0x0202, 0x0100, 0x0303]) rig.out(0x40, 1, value, 0)
    rig.out(0x40, 0, 0, 0)
    expect(rig.lines).toEqual(['DTR -', 'DTR RTS', '- RTS', 'DTR RTS', '- -'])
  })

  it('break with bit 14', () => {
    const rig = usbRig({ kind: 'ft232r' })
    rig.out(0x40, 4, 0x4008, 0)
    rig.out(0x40, 4, 0x0008, 0)
    expect(rig.breaks).toEqual([true, false])
  })
})

describe('bytes of FTDI chips', () => {
  it('wait for the latency timer, with two status bytes before them', async () => {
    const rig = usbRig({ kind: 'ft232r' })
    rig.chip.attach()
    const read = rig.read(1, 64)
    rig.arrive([7, 8])
    rig.clock.advance(15)
    expect(await hasEnded(read)).toBe(false)
    rig.clock.advance(1)
    expect(await read).toEqual([0x01, 0x61, 7, 8])
  })

  it('come sooner with a shorter latency; an empty packet has the status alone', async () => {
    const rig = usbRig({ kind: 'ft232r' })
    rig.chip.attach()
    rig.out(0x40, 9, 1, 0)
    expect(rig.ask(0xc0, 10, 0, 0, 1)).toEqual([1])
    const read = rig.read(1, 64)
    rig.clock.advance(1)
    expect(await read).toEqual([0x01, 0x60])
  })

  it.each([
    ['ft232r', 64],
    ['ft232h', 512],
  ] as const)('of a %s have status bytes in each packet of %d', async (kind, size) => {
    const rig = usbRig({ kind })
    rig.chip.attach()
    const read = rig.read(1, 4 * size)
    rig.arrive(count(size))
    rig.clock.advance(16)
    const data = await read
    expect(data).toHaveLength(size + 4)
    expect([...data.slice(2, size), ...data.slice(size + 2)]).toEqual(count(size))
  })

  it('go on coming when a full packet has gone out', async () => {
    const rig = usbRig({ kind: 'ft232r' })
    rig.chip.attach()
    const reads = [rig.read(1, 64), rig.read(1, 64)]
    rig.arrive(count(63))
    rig.clock.advance(16)
    expect((await reads[0])?.length).toBe(64)
    expect(await reads[1]).toEqual([0x01, 0x61, 62])
  })

  it('lost in the buffer are told in the next packet', async () => {
    const rig = usbRig({ kind: 'ft232r' })
    rig.chip.attach()
    rig.arrive(count(300))
    expect((await rig.read(1, 64))[1]).toBe(0x60 | 0x02 | 0x01)
  })
})

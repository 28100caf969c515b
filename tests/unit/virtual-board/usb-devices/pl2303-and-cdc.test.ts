/** PL2303 as Linux's pl2303.c has it, and CDC-ACM as its specification has it. */
import { describe, expect, it } from 'vitest'
import type { BridgeKind } from '../../../../src/virtual-board/usb-devices/chips'
import { count, hasEnded, usbRig } from '../../../support/usb-rig'

const line = (rate: number[]) => [...rate, 0, 0, 8]

describe('rates of a PL2303', () => {
  it.each<[BridgeKind, number[], number]>([
    ['pl2303-hx', [0x00, 0xc2, 0x01, 0x00], 115200],
    ['pl2303-hx', [0x80, 0x24, 0x01, 0x00], 9600],
    ['pl2303-hxn', [0x80, 0x24, 0x01, 0x00], 74880],
    ['pl2303-h', [0x40, 0x05, 0x00, 0x80], 75000],
    ['pl2303-hxd', [0xd0, 0x04, 0x00, 0x80], 384e6 / (208 * 16)],
    ['pl2303-ta', [0x02, 0x25, 0x00, 0x80], 384e6 / (1282 * 4)],
    ['pl2303-tb', [0x82, 0x06, 0x01, 0x80], 384e6 / (1666 * 2)],
    ['pl2303-ta', [0xe2, 0x44, 0x01, 0x80], 384e6 / (1250 * 32)],
  ])('%s: %j is %d baud', (kind, rate, real) => {
    const rig = usbRig({ kind })
    rig.out(0x21, 0x20, 0, 0, line(rate))
    expect(rig.bridge.baudRate).toBeCloseTo(real, 3)
    expect(rig.ask(0xa1, 0x21, 0, 0, 7)).toEqual(line(rate))
  })
})

describe('requests of a PL2303', () => {
  it('tell the generations apart by the vendor read', () => {
    for (const kind of ['pl2303-ta', 'pl2303-tb'] as const) {
      expect(usbRig({ kind }).ask(0xc0, 0x01, 0x8080, 0, 1)).toHaveLength(1)
    }
    const rig = usbRig({ kind: 'pl2303-hxn' })
    expect(rig.ask(0xc0, 0x01, 0x8080, 0, 1)).toBe('stall')
    expect(rig.ask(0xc0, 0x81, 0x0a, 0, 1)).toEqual([0x1c])
    expect(rig.chip.unknownRequests).toEqual([])
  })

  it('take the order of the driver at attach', () => {
    const rig = usbRig({ kind: 'pl2303-hx' })
    for (const value of [0x8484, 0x8383]) expect(rig.ask(0xc0, 1, value, 0, 1)).toHaveLength(1)
    for (const [value, index] of [[0x0404, 0] as const, [0, 1] as const, [2, 0x44] as const]) {
      rig.out(0x40, 1, value, index)
    }
    expect(rig.chip.unknownRequests).toEqual([])
  })

  it('set both lines in one', () => {
    const rig = usbRig({ kind: 'pl2303-hx' })
    for (const value of [3, 1, 2, 0]) rig.out(0x21, 0x22, value, 0)
    expect(rig.lines).toEqual(['DTR RTS', 'DTR -', '- RTS', '- -'])
  })

  it('empty the buffer by resetting the pipes', async () => {
    for (const [kind, request, value, index] of [
      ['pl2303-hx', 0x01, 8, 0],
      ['pl2303-hxn', 0x80, 7, 3],
    ] as const) {
      const rig = usbRig({ kind })
      rig.chip.attach()
      rig.arrive([1])
      rig.out(0x40, request, value, index)
      rig.arrive([2])
      expect(await rig.read(3, 64)).toEqual([2])
    }
  })

  it('have overrun and CTS in byte 8 of the interrupt', async () => {
    const rig = usbRig({ kind: 'pl2303-hx' })
    rig.chip.attach()
    rig.arrive(count(300))
    expect((await rig.read(1, 10))[8]).toBe(0x40)
    rig.chip.setInputs({ clearToSend: true })
    expect((await rig.read(1, 10))[8]).toBe(0x80)
  })
})

describe('CDC-ACM', () => {
  it('takes line coding, lines and a break of so many ms', () => {
    const rig = usbRig({ kind: 'cdc-acm' })
    rig.out(0x21, 0x20, 0, 0, line([0x80, 0x24, 0x01, 0x00]))
    expect(rig.bridge.baudRate).toBe(74880)
    rig.out(0x21, 0x22, 2, 0)
    rig.out(0x21, 0x23, 100, 0)
    rig.clock.advance(100)
    expect([rig.lines, rig.breaks]).toEqual([['- RTS'], [true, false]])
  })

  it('ends full packets with an empty one', async () => {
    const rig = usbRig({ kind: 'cdc-acm' })
    rig.chip.attach()
    const read = rig.read(2, 512)
    rig.arrive(count(128))
    expect(await hasEnded(read)).toBe(true)
    expect(await read).toEqual(count(128))
  })
})

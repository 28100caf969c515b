/** Whatever is asked of a bridge chip, it answers or stalls, and works afterwards. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { VirtualClock } from '../../src/virtual-board/clock'
import { bridgeKinds } from '../../src/virtual-board/usb-devices/chips'
import type { VirtualUsbDevice } from '../../src/virtual-board/web-usb/virtual-usb-device'

const word = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 2, 3, 0x1312, 0x2518, 0x0303))
const request = fc.record({
  requestType: fc.constantFrom('standard' as const, 'class' as const, 'vendor' as const),
  recipient: fc.constantFrom('device' as const, 'interface' as const, 'endpoint' as const),
  request: fc.oneof(fc.nat(0xff), fc.nat(0x24)),
  value: word,
  index: word,
  data: fc.option(fc.uint8Array({ maxLength: 20 })),
})

async function ask(
  device: VirtualUsbDevice,
  { data, ...setup }: typeof request extends fc.Arbitrary<infer T> ? T : never,
) {
  try {
    const reply = data
      ? await device.controlTransferOut(setup, new Uint8Array(data))
      : await device.controlTransferIn(setup, 20)
    expect(['ok', 'stall']).toContain(reply.status)
  } catch (error) {
    expect(error).toBeInstanceOf(DOMException)
  }
}

describe('any control requests', () => {
  it.each(bridgeKinds)('leave a %s usable', async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), async (requests) => {
        const board = createVirtualBoard({ clock: new VirtualClock(), bridge: { kind } })
        const { device } = board.usb
        await device.open()
        for (const { interfaceNumber } of device.configurations[0]?.interfaces ?? []) {
          await device.claimInterface(interfaceNumber)
        }
        for (const one of requests) await ask(device, one)
        expect(board.bridge.baudRate).toBeGreaterThan(0)
        expect(Number.isFinite(board.bridge.baudRate)).toBe(true)
        await device.close()
        await device.open()
        board.dispose()
      }),
      { numRuns: 20 },
    )
  })
})

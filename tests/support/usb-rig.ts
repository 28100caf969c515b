/** A virtual bridge chip on a bench: bytes off its wire with their rate, requests by hand, a clock by hand. */
import { expect } from 'vitest'
import { VirtualClock } from '../../src/virtual-board/clock'
import { UartLine } from '../../src/virtual-board/usb/uart-line'
import { UsbBridge } from '../../src/virtual-board/usb/usb-bridge'
import { makeChip, type BridgeChipOptions } from '../../src/virtual-board/usb-devices/chips'

export function usbRig(options: BridgeChipOptions = {}) {
  const clock = new VirtualClock()
  const sent: { bytes: number[]; baudRate: number }[] = []
  const lines: string[] = []
  const breaks: boolean[] = []
  const line = new UartLine({
    clock,
    speed: 1,
    room: () => Infinity,
    deliver: (bytes, baudRate) => sent.push({ bytes: [...bytes], baudRate }),
  })
  const bridge = new UsbBridge({
    line,
    linesOnOpen: 'asserted',
    onLines: (dtr, rts) => lines.push(`${dtr ? 'DTR' : '-'} ${rts ? 'RTS' : '-'}`),
    onBreak: (isOn) => breaks.push(isOn),
    onRoom: () => undefined,
    isBusy: () => false,
  })
  const chip = makeChip({ bridge, clock }, options)
  const control = (
    type: number,
    request: number,
    value: number,
    index: number,
    data: number[] = [],
  ) => chip.control({ type, request, value, index, length: data.length }, Uint8Array.from(data))
  return {
    ...{ bridge, chip, clock, sent, lines, breaks },
    /** Sends a request; the chip must take it. */
    out(type: number, request: number, value: number, index: number, data: number[] = []) {
      expect(control(type, request, value, index, data)).not.toBe('stall')
    },
    /** Sends a request, and returns what comes back, 'stall' if the chip refuses. */
    ask(type: number, request: number, value: number, index: number, length: number) {
      const reply = chip.control({ type, request, value, index, length })
      return reply === 'stall' ? reply : [...reply]
    },
    /** Bytes that came over the wire. */
    arrive: (bytes: number[]) => bridge.client?.receive(Uint8Array.from(bytes)),
    read: (endpoint: number, length: number) => {
      const reply = chip.ins.get(endpoint)?.read(length)
      return (reply ?? Promise.reject(new Error('no such endpoint'))).then((r) => [...r.data])
    },
  }
}

export const count = (length: number) => Array.from({ length }, (_, i) => i & 0xff)

/** Whether `promise` has ended, after some turns. */
export async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  let ended = false
  promise.then(
    () => (ended = true),
    () => (ended = true),
  )
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  return ended
}

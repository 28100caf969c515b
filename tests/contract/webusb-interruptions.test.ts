/**
 * Installations over each of our drivers that are interrupted anywhere: the next attempt ends with the flash that was
 * wanted and with every file that was to be kept. Replay one seed with SEED=17; more with INTERRUPTIONS=1000.
 */
import { describe, expect, it, vi } from 'vitest'
import { WebUsbSerial } from '../../src/serial/webusb/webusb-serial'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { sameEntry, spoil, startingPoint } from '../support/interruptions'
import { loadSessionFirst } from '../support/loaded-session'
import { fileEntry, filesOn, inFakeTime, installOn, portal } from '../support/one-pass'
import { randomFrom, rotatedSeeds } from '../support/random'

const families: BridgeKind[] = ['ch340', 'cp2102', 'ft232r', 'pl2303-ta', 'cdc-acm']
const interrupted = rotatedSeeds(Number(process.env.INTERRUPTIONS ?? 20))

loadSessionFirst()

describe.each(families)('%s', (kind) => {
  it.each(interrupted)('seed %i: the next attempt ends well', async (seed) => {
    vi.useFakeTimers()
    const random = randomFrom(seed)
    const { flash, owners } = startingPoint(random)
    const board = createVirtualBoard({ flash, bridge: { kind } })
    const attempt = attemptsOn(board)
    try {
      const { what, stop } = spoil(board, random)
      await attempt().catch(() => undefined)
      stop()
      board.faults.clear()
      board.plug()
      if (random.below(2)) board.powerCycle()
      await attempt()
      const wanted = [
        ...owners,
        ...portal.map(({ path, bytes }) => [path, fileEntry(bytes)] as const),
      ]
      const now = filesOn(board)
      const missing = wanted.filter(([path, entry]) => !sameEntry(now.get(path), entry))
      expect([missing.map(([path]) => path), what]).toEqual([[], what])
      expect(board.usb.unknownRequests).toEqual([])
    } finally {
      board.dispose()
      vi.useRealTimers()
    }
  })
})

/** Each time with the port of the device that is plugged in then. */
function attemptsOn(board: VirtualBoard) {
  const serial = new WebUsbSerial(board.usb)
  return () =>
    inFakeTime(async () => installOn(board, { port: await serial.requestPort({ filters: [] }) }))
}

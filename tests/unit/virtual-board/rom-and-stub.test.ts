import { describe, expect, it } from 'vitest'
import { Chip } from '../../../src/virtual-board/chip'
import { VirtualClock } from '../../../src/virtual-board/clock'
import { Faults } from '../../../src/virtual-board/faults'
import { NorFlash, jedecId } from '../../../src/virtual-board/nor-flash'
import { deflatedContent, recordedExchanges } from './recorded-exchanges'

const exchanges = recordedExchanges()
const hex = (bytes: Uint8Array | number[]) => Buffer.from(bytes).toString('hex')

/** A chip with GPIO0 low and the 40 MHz crystal of the recording, and what it has sent. */
function recordedChip() {
  const flash = new NorFlash(4 * 1024 * 1024)
  const sent: number[] = []
  const nothing = () => undefined
  const chip = new Chip({
    flash,
    mac: Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, 0x42),
    crystalMhz: 40,
    flashId: jedecId(flash.sizeBytes),
    clock: new VirtualClock(),
    faults: new Faults({
      unplug: nothing,
      reset: nothing,
      setFlashTimeFactor: nothing,
      setBadSectors: nothing,
      setChipMagic: nothing,
    }),
    program: () => ({ start: nothing, receive: nothing, stop: nothing }),
    gpio0Low: () => true,
    transmit: (bytes) => sent.push(...bytes),
    whenSent: (fn) => fn(),
  })
  return { chip, flash, take: () => hex(sent.splice(0)) }
}

describe('ROM loader and flasher stub', () => {
  it(`replays all ${exchanges.length} recorded exchanges byte for byte`, () => {
    const { chip, take } = recordedChip()
    for (const { name, request, response } of exchanges) {
      if (request.length === 0) chip.boot('watchdog')
      chip.receive(request, 115200)
      expect(`${name}: ${take()}`).toBe(`${name}: ${hex(response)}`)
    }
  })

  it('answers the same whether a request comes at once or byte by byte', () => {
    const { chip, take } = recordedChip()
    for (const { name, request, response } of exchanges) {
      if (request.length === 0) chip.boot('watchdog')
      for (const byte of request) chip.receive(Uint8Array.of(byte), 115200)
      expect(`${name}: ${take()}`).toBe(`${name}: ${hex(response)}`)
    }
  })

  it('has in flash what the deflate write carried', () => {
    const { chip, flash } = recordedChip()
    const upTo = exchanges.findIndex(({ name }) => name.startsWith('stub: MD5 of what was written'))
    for (const { request } of exchanges.slice(0, upTo)) {
      if (request.length === 0) chip.boot('watchdog')
      chip.receive(request, 115200)
    }
    expect(flash.read(0x300000, 5000)).toEqual(deflatedContent)
  })
})

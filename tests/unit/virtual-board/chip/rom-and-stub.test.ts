import { describe, expect, it } from 'vitest'
import { bareChip } from './bare-chip'
import { deflatedContent, recordedExchanges } from './recorded-exchanges'

const exchanges = recordedExchanges()
const hex = (bytes: Uint8Array | number[]) => Buffer.from(bytes).toString('hex')

/** A chip with GPIO0 low and the 40 MHz crystal of the recording, and what it has sent. */
function recordedChip() {
  const sent: number[] = []
  const parts = bareChip({
    crystalMhz: 40,
    gpio0Low: true,
    transmit: (bytes) => sent.push(...bytes),
  })
  return { ...parts, take: () => hex(sent.splice(0)) }
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

/** The rate that the stub is told. Its arithmetic is taken from its machine code, not from ours. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { rateToName, uartClockHz } from '../../../src/esptool/uart-divider'

/** What the stub sets: "divider × 115,200 / rate", in whole numbers of 32 bits. */
const stubsDivider = (divider: number, named: number) => Math.floor((divider * 115_200) / named)

const stubPath = createRequire(import.meta.url)
  .resolve('esptool-js')
  .replace(/index\.js$/, 'targets/stub_flasher/esp8266.json')

it('the stub that is uploaded multiplies its present divider by 115,200, whatever the rate was', () => {
  const { text } = v.parse(
    v.object({ text: v.string() }),
    JSON.parse(readFileSync(stubPath, 'utf8')),
  )
  // and a4, a2, a4 (0xfffff); × 15 (slli 4, sub); × 15; slli a2, a2, 9: 15 · 15 · 512 = 115,200.
  const code = '404210c024114022c0c042112024c0702211'
  expect(Buffer.from(text, 'base64').toString('hex').includes(code)).toBe(true)
})

it.each([
  ['921,600 baud at 26 MHz', 448, 115_200, 921_600, 56, 0.8],
  ['1,000,000 baud at 26 MHz', 448, 115_200, 1_000_000, 52, 0],
  ['921,600 from a ROM that was reached at 460,800', 112, 460_800, 921_600, 56, 0.8],
  ['what a CH340 makes of 460,800, from a measured 107', 107, 461_538, 461_538, 113, 0.4],
  ['921,600 at 40 MHz', 689, 115_200, 921_600, 87, 0.3],
  ['1,500,000 at 26 MHz', 112, 460_800, 1_500_000, 35, 1],
])('%s: divider and error', (_, divider, baudRate, wantedRate, expected, percent) => {
  const named = rateToName({ divider, baudRate, wantedRate })
  expect(stubsDivider(divider, named)).toBe(expected)
  const real = uartClockHz(baudRate, divider) / expected
  expect(Math.abs(real / wantedRate - 1) * 100).toBeLessThanOrEqual(percent + 0.05)
})

it('leads to the nearest divider from any measured one', () => {
  const crystals = fc.constantFrom(26, 40)
  const rates = fc.constantFrom(115_200, 230_400, 460_800)
  const wanted = fc.constantFrom(115_200, 230_400, 460_800, 921_600, 1_000_000, 1_500_000)
  const off = fc.double({ min: -0.03, max: 0.03, noNaN: true })
  fc.assert(
    fc.property(crystals, rates, wanted, off, (crystal, baudRate, wantedRate, error) => {
      const divider = Math.round(((crystal * 2e6) / baudRate) * (1 + error))
      const named = rateToName({ divider, baudRate, wantedRate })
      expect(stubsDivider(divider, named)).toBe(Math.round((crystal * 2e6) / wantedRate))
    }),
  )
})

it('goes by the measured clock where the crystal is none of the usual ones', () => {
  expect(uartClockHz(115_200, 451)).toBe(52e6)
  expect(uartClockHz(115_200, 0xdead0000 + 451)).not.toBe(52e6)
  expect(uartClockHz(115_200, 417) / 48e6).toBeCloseTo(1, 2)
})

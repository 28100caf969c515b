/** Reset shows no lines of 74,880-baud noise, and hides no text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { QuietBoot } from '../../../../src/ui/console/quiet-boot'
import { resample } from '../../../../src/virtual-board/usb/wrong-baud'
import { bootLogs } from '../../../support/golden'
import { encode } from '../../../support/bytes'

const decode = (bytes: number[]) => new TextDecoder('latin1').decode(Uint8Array.from(bytes))
const label = '\x1b[2m\u2026 boot log at 74,880 baud \u2026\x1b[22m\r\n'
const shownLabel = decode([...encode(label)])

const romLogs = bootLogs
  .flatMap(({ segments }) => segments)
  .filter(({ baud, text }) => baud === 74880 && text.includes('ets Jan'))
  .map(({ text }) => text)

/** Everything that is drawn, with a second of silence at the end. */
function drawn(bytes: Uint8Array, sizes: readonly number[] = [64]): string {
  const quiet = new QuietBoot()
  const out: number[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    out.push(...quiet.push(bytes.subarray(at, at + size)))
    at += size
  }
  out.push(...quiet.flush())
  return decode(out)
}

describe('a boot, received at the console’s rate', () => {
  it.each([0.985, 1, 1.015])('is one quiet line (a clock of %d)', (clock) => {
    expect(romLogs.length).toBeGreaterThan(3)
    for (const log of romLogs) {
      const noise = resample(encode(log), 74_880 * clock, 115_200)
      const text = encode('Starting captive portal\r\n')
      const shown = drawn(Uint8Array.of(...noise, ...text), [noise.length + text.length])
      expect(shown).toContain(shownLabel)
      expect(shown.slice(shown.indexOf(shownLabel) + shownLabel.length)).toMatch(
        /^[ -~\r\n]{0,8}Starting captive portal\r\n$/,
      )
    }
  })

  it('keeps the words that come after it, however they are cut', () => {
    const noise = resample(encode(romLogs[0]!), 74_880, 115_200)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 30 }),
        fc.string({ minLength: 8, maxLength: 80 }),
        (sizes, text) => {
          const shown = drawn(Uint8Array.of(...noise, ...encode(text)), sizes)
          expect(shown.endsWith(text)).toBe(true)
        },
      ),
    )
  })
})

describe('never hides', () => {
  it('anything without the signature of a boot log', () => {
    const bytes = fc.uint8Array({ maxLength: 3000 })
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 500 }), (some, size) => {
        fc.pre(!/r[l$]\0[ld]/.test(decode([...some])))
        expect(drawn(some, [size])).toBe(decode([...some]))
      }),
    )
  })

  it('a short word at the end, once it is silent', () => {
    const noise = resample(encode(romLogs[0]!), 74_880, 115_200)
    expect(drawn(Uint8Array.of(...noise, ...encode('OK\r\n')))).toMatch(/OK\r\n$/)
  })

  it('noise that goes on for longer than any boot', () => {
    const endless = Uint8Array.of(...encode('rl\0l'), ...new Uint8Array(20_000).fill(0xe0))
    expect(drawn(endless, [1000]).length).toBeGreaterThan(15_000)
  })
})

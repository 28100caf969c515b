/** Damage to bytes that knows nothing of what they mean: bits, bytes, runs, blocks, the end. */
import type { Random } from './random'

const blockBytes = 4096

type Damage = (bytes: Uint8Array, random: Random, spot: () => number) => Uint8Array

const kinds: Record<string, Damage> = {
  'bit flips': (bytes, { below }, spot) => {
    for (let left = 1 + below(8); left > 0; left--) bytes[spot()]! ^= 1 << below(8)
    return bytes
  },
  'bytes overwritten': (bytes, { below, pick }, spot) => {
    for (let left = 1 + below(30); left > 0; left--) bytes[spot()] = pick([0, 0xff, below(256)])
    return bytes
  },
  'a run overwritten': (bytes, { below, pick }, spot) => {
    const from = spot()
    return bytes.fill(pick([0, 0xff, below(256)]), from, from + 1 + below(5000))
  },
  'a run moved': (bytes, { below }, spot) => {
    const from = spot()
    return bytes.copyWithin(spot(), from, from + 1 + below(5000))
  },
  'blocks swapped': (bytes, _random, spot) => {
    const [a, b] = [blockOf(spot()), blockOf(spot())]
    const kept = bytes.slice(a, a + blockBytes)
    bytes.copyWithin(a, b, b + blockBytes)
    bytes.set(kept.subarray(0, bytes.length - b), b)
    return bytes
  },
  'a block doubled': (bytes, _random, spot) => {
    const from = blockOf(spot())
    return bytes.copyWithin(blockOf(spot()), from, from + blockBytes)
  },
  'cut off': (bytes, { below, pick }, spot) =>
    bytes.subarray(0, pick([spot(), blockOf(spot()), below(bytes.length)])),
}

const blockOf = (at: number) => at - (at % blockBytes)

/** A damaged copy; half of the damage falls into the first `tenderBytes`, where it hurts. */
export function rawDamage(
  original: Uint8Array,
  random: Random,
  tenderBytes: number,
): { bytes: Uint8Array; what: string } {
  const what = random.pick(Object.keys(kinds))
  const tender = Math.min(tenderBytes, original.length)
  const spot = () => random.below(random.below(2) ? tender : original.length)
  return { bytes: kinds[what]!(original.slice(), random, spot), what }
}

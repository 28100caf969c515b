/**
 * The boot ROM's first line out of the noise that a console at 115,200 baud hears of it: why the chip started
 * and from where. Every line that it may have been is made into noise and compared; what fits best is taken,
 * if nothing else fits as well. Where bytes without a right stop bit are left out (Firefox), nothing fits.
 */
import { bootNoise } from './boot-noise'
import { heardAtWrongRate, type WrongRate } from './wrong-rate'

/** By the levels of GPIO15, GPIO0 and GPIO2, which are the first number of "boot mode:". */
export type BootSource = 'flash' | 'bootloader' | 'sdio' | 'other'

export interface BootReason {
  /** "rst cause:" of the ROM, 0 to 7. */
  resetCause: number
  source: BootSource
}

/** @param bootMode the first number of "boot mode:" */
export function bootSource(bootMode: number): BootSource {
  if (bootMode === 3) return 'flash'
  if (bootMode === 1) return 'bootloader'
  return bootMode >= 4 ? 'sdio' : 'other'
}

/** What the first line becomes, with the empty one behind it: even a board without firmware says more. */
export const bootLineNoiseBytes = 60

const romBaud = 74_880
const consoleBaud = 115_200
/** Of crystals and bridges, against each other. */
const clocks = [1, 0.99, 1.01, 0.985, 1.015, 0.98, 1.02]
const digits = [0, 1, 2, 3, 4, 5, 6, 7]
/** In noise, 2 is the same as 3; no board is wired for it. */
const bootModes = digits.filter((mode) => mode !== 2)
const modes = bootModes.flatMap((mode) => digits.map((second) => [mode, second] as const))
const greeting = '\r\n ets Jan  8 2013,rst cause:'
/** So much of what was heard must be as predicted. */
const leastShare = 0.9

/** @param noise what was heard from the signature in `bootNoise` on; undefined if nothing is sure */
export const readBootNoise = (noise: Uint8Array): BootReason | undefined =>
  readWhole(noise) ?? readAfterGap(noise)

function readWhole(noise: Uint8Array): BootReason | undefined {
  const causes = allRates().flatMap((rate) =>
    digits.map((cause) => ({ value: cause, rate, line: `${greeting}${cause}, boot mode:(` })),
  )
  const cause = bestOf(noise, causes)
  if (!cause) return undefined
  const { rate, line } = cause
  const sources = modes.map(([mode, second]) => ({
    value: bootSource(mode),
    rate,
    line: `${line}${mode},${second})\r\n\r\n`,
  }))
  const source = bestOf(noise, sources)
  return source && { resetCause: cause.value, source: source.value }
}

/**
 * The same of a line with a pause in it, from which on the receiver is in step with the sender anew: what comes
 * after the pause is looked for by itself.
 */
function readAfterGap(noise: Uint8Array): BootReason | undefined {
  const causes = digits.map((cause) => ({ value: cause, line: `${greeting}${cause}, boot mode:(` }))
  const resetCause = onlyOne(noise, causes, greeting.length)
  const sources = modes.map(([mode, second]) => ({
    value: bootSource(mode),
    line: `, boot mode:(${mode},${second})\r\n\r\n`,
  }))
  const source = onlyOne(noise, sources, ', boot mode:('.length)
  return resetCause === undefined || source === undefined ? undefined : { resetCause, source }
}

/** The one value of which a line's end, from anywhere before `until` on, was heard. */
function onlyOne<T>(
  noise: Uint8Array,
  lines: readonly { value: T; line: string }[],
  until: number,
): T | undefined {
  const text = masked(noise)
  const values = new Set<T>()
  for (const sentAt of [romBaud, romBaud * 0.985, romBaud * 1.015]) {
    for (const { value, line } of lines) {
      for (let from = 0; from < until; from++) {
        const heard = heardAtWrongRate(encode(line.slice(from)), { sentAt, readAt: consoleBaud })
        if (text.includes(masked(heard.subarray(0, -1)))) values.add(value)
      }
    }
  }
  const [value, ...others] = values
  return others.length === 0 ? value : undefined
}

const encode = (text: string) => new TextEncoder().encode(text)

const allRates = (): WrongRate[] =>
  clocks.map((clock) => ({ sentAt: romBaud * clock, readAt: consoleBaud }))

interface Candidate<T> {
  value: T
  rate: WrongRate
  line: string
}

/** Undefined where none fits, or two with different values fit as well. */
function bestOf<T>(
  noise: Uint8Array,
  candidates: readonly Candidate<T>[],
): Candidate<T> | undefined {
  let best: Candidate<T> | undefined
  let bestShare = leastShare
  let isSure = false
  for (const candidate of candidates) {
    const share = likeness(noise, candidate)
    if (share < bestShare) continue
    if (best && share === bestShare) isSure &&= candidate.value === best.value
    else [best, isSure] = [candidate, true]
    bestShare = share
  }
  return isSure ? best : undefined
}

/** The share of bytes of `line`, from the signature on, that are as heard, 0 to 1. */
function likeness(noise: Uint8Array, { line, rate }: Candidate<unknown>): number {
  const heard = heardAtWrongRate(encode(line), rate)
  const at = String.fromCharCode(...heard).search(bootNoise)
  if (at < 0) return 0
  // The last one depends on what comes next.
  const expected = masked(heard.subarray(at, -1))
  const actual = masked(noise)
  const same = Array.from(expected).filter((byte, index) => byte === actual[index]).length
  return same / expected.length
}

/** Without the bit beside the start bit, which is read either way, by when exactly the receiver saw the edge. */
const masked = (bytes: Uint8Array) => String.fromCharCode(...bytes.map((byte) => byte >> 1))

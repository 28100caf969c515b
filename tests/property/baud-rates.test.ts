/**
 * Bridges and wires that fail at some rate, each in its own way: the image is on the board byte for byte in the end,
 * and it takes at most half as long again as the best rate that works. Time is the board's. WIRE_RUNS=100 for more.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { fastestBaudRate } from '../../src/esptool/baud-ladder'
import { createVirtualBoard, type VirtualBoardOptions } from '../../src/virtual-board/board'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { allTimers } from '../support/fake-time'
import { loadSessionFirst } from '../support/loaded-session'

const runs = Number(process.env.WIRE_RUNS ?? 20)
/** As large as a firmware: what a loss costs does not depend on it. */
const imageBytes = 624 * 1024
const most = 1.5

loadSessionFirst()
beforeAll(() => void vi.useFakeTimers())
afterAll(() => void vi.useRealTimers())

/** Compresses about as well as a firmware: to 60 %. */
const image = (() => {
  let state = 1
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) >> 16
  return Uint8Array.from({ length: imageBytes }, (_, at) => (at % 64 < 38 ? next() : at >> 6))
})()

interface Wire extends Pick<
  VirtualBoardOptions,
  'driverRate' | 'crystalMhz' | 'autobaudShortfall'
> {
  kind: BridgeKind
  noise?: { fromBaudRate: number; onePer: number; seed: number }
}

function randomFrom(seed: number) {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

/** How long the job takes, in ms of the board's time. */
function job({ kind, noise, ...options }: Wire, maxBaud = fastestBaudRate): Promise<number> {
  const board = createVirtualBoard({ pace: true, bridge: { kind }, ...options })
  if (noise) board.faults.bitErrors = { ...noise, random: randomFrom(noise.seed) }
  return allTimers(
    (async () => {
      const start = performance.now()
      const bootloader = await openBootloader(board.port)
      try {
        await bootloader.raiseBaudRate(maxBaud)
        const regions = [{ offsetBytes: 0, bytes: image }]
        await bootloader.write(regions)
        await bootloader.verify(regions)
        return performance.now() - start
      } finally {
        await bootloader.close()
        expect(Buffer.compare(board.flash.read(0, imageBytes), image)).toBe(0)
        board.dispose()
      }
    })(),
  )
}

/** Of the ladder below the bridge's own rates. */
const common = [460_800, 230_400, 115_200]
const fastOf = { ch340: [1_000_000], cp2102: [921_600], ft232r: [1_500_000, 921_600] }
type Kind = keyof typeof fastOf

const clean = new Map<string, Promise<number>>()

type Chip = Pick<Wire, 'crystalMhz' | 'autobaudShortfall'>
/** A chip that measures 5 of 113 cycles too few does not answer at 460,800 baud at first. */
const startsSlowly = (chip: Chip) => chip.crystalMhz === 26 && chip.autobaudShortfall === 5

/** The job with the same chip where nothing fails and no more than `rate` is asked for. */
function cleanJob(kind: Kind, rate: number, chip: Chip): Promise<number> {
  const key = `${rate > 460_800 ? kind : ''} ${rate} ${startsSlowly(chip)}`
  const driverRate = (asked: number) => (asked > rate && rate > 460_800 ? undefined : asked)
  const known =
    clean.get(key) ?? job({ kind, driverRate, ...chip }, rate > 460_800 ? fastestBaudRate : rate)
  clean.set(key, known)
  return known
}

async function bestJob(kind: Kind, chip: Chip, isGood: (rate: number) => boolean): Promise<number> {
  const rates = [...fastOf[kind], ...common].filter((rate) => rate === 115_200 || isGood(rate))
  const times: number[] = []
  for (const rate of rates) times.push(await cleanJob(kind, rate, chip))
  return Math.min(...times)
}

const limit = fc.constantFrom(120_000, 240_000, 470_000, 930_000, 1_010_000)
const failures = fc.oneof(
  fc.record({
    how: fc.constant('noise' as const),
    limit,
    onePer: fc.constantFrom(20, 300, 3000, 30_000, 300_000),
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
  }),
  fc.record({ how: fc.constant('refuses' as const), limit }),
  fc.record({ how: fc.constant('clamps' as const), limit }),
  fc.record({
    how: fc.constant('lies' as const),
    limit,
    factor: fc.constantFrom(0.87, 0.93, 1.08, 2),
  }),
)
const cases = fc.record({
  kind: fc.constantFrom<Kind>('ch340', 'cp2102', 'ft232r'),
  crystalMhz: fc.constantFrom<26 | 40>(26, 40),
  autobaudShortfall: fc.constantFrom(undefined, 0, 5),
  failure: failures,
})

it(
  `${runs} wires that fail at some rate: byte for byte, and never much slower than the best rate`,
  { timeout: 20_000 + runs * 10_000 },
  async () => {
    const worst = { ratio: 0, what: '' }
    await fc.assert(
      fc.asyncProperty(cases, async ({ failure, ...wire }) => {
        const { kind, ...chip } = wire
        const best = await bestJob(kind, chip, (rate) => rate <= failure.limit)
        const taken = await job({ ...wire, ...faultOf(failure) })
        const ratio = taken / best
        if (ratio > worst.ratio)
          Object.assign(worst, { ratio, what: JSON.stringify({ ...wire, failure }) })
        expect(ratio).toBeLessThanOrEqual(most)
      }),
      { numRuns: runs, endOnFailure: true },
    )
    if (process.env.WIRE_RUNS) console.log(`worst: ${worst.ratio.toFixed(2)} ${worst.what}`)
  },
)

function faultOf(
  failure: typeof failures extends fc.Arbitrary<infer T> ? T : never,
): Pick<Wire, 'driverRate' | 'noise'> {
  const { how, limit } = failure
  if (how === 'noise') {
    return { noise: { fromBaudRate: limit / 0.94, onePer: failure.onePer, seed: failure.seed } }
  }
  const beyond = (real: (rate: number) => number | undefined) => ({
    driverRate: (rate: number) => (rate > limit ? real(rate) : rate),
  })
  if (how === 'refuses') return beyond(() => undefined)
  return beyond(how === 'clamps' ? () => limit : (rate) => rate * failure.factor)
}

/** Where a chart's lines go: pure geometry in a box of `chartWidth` by `chartHeight` units. */
import { mostSteps, type Series } from './samples'

export const chartWidth = 600
export const chartHeight = 160

export interface Scale {
  least: number
  most: number
  /** Lines between the two, as shares of the height from the top. */
  lines: readonly number[]
}

/** At most so many steps from the least to the most. */
const mostTicks = 5
/** What a step begins with. */
const roundNumbers = [1, 2, 2.5, 5, 10]

/** Round limits that hold all values; undefined if there are none. */
export function scaleOf(series: readonly Series[]): Scale | undefined {
  let [least, most] = [Infinity, -Infinity]
  for (const { values } of series) {
    for (const value of values) {
      // NaN is neither.
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  if (least > most) return undefined
  // A flat line is in the middle.
  const air = most > least ? 0 : Math.abs(most) * 0.05 || 1
  return roundScale(least - air, most + air)
}

function roundScale(low: number, high: number): Scale {
  const step = roundStep((high - low) / (mostTicks - 1))
  // Of numbers beyond the precision of their type no rounding cuts anything off.
  const least = Math.min(low, Math.floor(low / step) * step)
  const most = Math.max(high, Math.ceil(high / step) * step)
  const steps = Math.min(mostTicks, Math.round((most - least) / step))
  const lines = Array.from({ length: Math.max(0, steps - 1) }, (_, at) => (at + 1) / steps)
  return { least, most, lines }
}

/** The next round number from `rough` on; the smallest numbers stay what they are. */
function roundStep(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = size * (roundNumbers.find((number) => number * size >= rough) ?? 10)
  return step > 0 ? step : Number.MIN_VALUE
}

/** `d` of an SVG path; a gap breaks the line, a value between two gaps is a dot. */
export function pathOf({ values }: Series, { least, most }: Scale): string {
  const step = chartWidth / (Math.min(mostSteps, Math.max(values.length, 60)) - 1)
  const height = most - least
  let isOpen = false
  let path = ''
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return void (isOpen = false)
    const x = (at * step).toFixed(1)
    const y = (chartHeight * (1 - (value - least) / height)).toFixed(1)
    path += isOpen ? `L${x} ${y}` : `M${x} ${y}h0`
    isOpen = true
  })
  return path
}

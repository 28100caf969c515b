/** Where a chart's lines go: pure geometry in a box of `chartWidth` by `chartHeight` units. */
import { mostSteps, type Series } from './samples'

export const chartWidth = 600
export const chartHeight = 160

export interface Scale {
  least: number
  most: number
}

/** What holds all values, with some air; undefined if there are none. */
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
  const air = (most - least) * 0.05 || Math.abs(most) * 0.05 || 1
  return { least: least - air, most: most + air }
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

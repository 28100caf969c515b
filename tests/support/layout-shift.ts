/** Cumulative layout shift, as https://web.dev/articles/cls defines it: the worst session of shifts that nobody asked for. */
import type { Page } from '@playwright/test'

export interface Shift {
  /** Since the page was opened. */
  atMs: number
  value: number
  /** What moved, from where to where. */
  what: string[]
}

interface ShiftEntry extends PerformanceEntry {
  value: number
  hadRecentInput: boolean
  sources: { node?: Node; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
}

declare global {
  var layoutShifts: Shift[]
}

/** Of a page that is not open yet. What follows an input within 500 ms was asked for. */
export const recordShifts = (page: Page) =>
  page.addInitScript(() => {
    const box = ({ x, y, width, height }: DOMRectReadOnly) =>
      [x, y, width, height].map(Math.round).join(' ')
    const words = (node?: Node) => {
      const element = node instanceof Element ? node : node?.parentElement
      return `${element?.localName}.${element?.className} “${node?.textContent?.trim().slice(0, 40)}”`
    }
    globalThis.layoutShifts = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as ShiftEntry[]) {
        if (entry.hadRecentInput) continue
        const { startTime: atMs, value, sources } = entry
        const what = sources.map(
          ({ node, previousRect, currentRect }) =>
            `${words(node)}: ${box(previousRect)} → ${box(currentRect)}`,
        )
        layoutShifts.push({ atMs, value, what })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })

export const readShifts = (page: Page): Promise<Shift[]> => page.evaluate(() => layoutShifts)

/** The sum of the worst session: at most 1 s between two shifts, and 5 s in all. */
export function cumulativeShift(shifts: readonly Shift[]): number {
  let worst = 0
  let sum = 0
  let firstMs = 0
  let lastMs = 0
  for (const { atMs, value } of shifts) {
    const goesOn = sum > 0 && atMs - lastMs < 1000 && atMs - firstMs < 5000
    if (!goesOn) [sum, firstMs] = [0, atMs]
    sum += value
    lastMs = atMs
    worst = Math.max(worst, sum)
  }
  return worst
}

export const shiftWords = (shifts: readonly Shift[]): string =>
  shifts
    .map(
      ({ atMs, value, what }) => `${Math.round(atMs)} ms: ${value.toFixed(4)} ${what.join('; ')}`,
    )
    .join('\n')

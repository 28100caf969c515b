/**
 * What must hold in every state of the page, whatever its language, theme and size: what axe finds, targets
 * for fingers, nothing cut at the side, one first heading. Each gives what is wrong, in words.
 */
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import axe from 'axe-core'

declare global {
  interface Window {
    axe?: typeof axe
  }
}

const options: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
}

/** WCAG 2.2 A and AA and axe's best practices; nothing is excluded. */
export async function axeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const run = (options: RunOptions) => window.axe!.run(document, options)
  const { violations }: AxeResults = await page.evaluate(run, options)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const [, reason = ''] = failureSummary.split('\n')
      return `axe ${id}: ${target.join(' ')} (${reason.trim()})`
    }),
  )
}

/** Controls that are smaller than 44 px, other than links in a sentence. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const leastPx = 43.5
    const selector = 'button, summary, select, a[href], input:not([type=hidden], [type=file])'
    /** What its label takes to press belongs to a box or a radio button. */
    const boxOf = (element: Element) => {
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
      const ticked = element.matches('[type=checkbox], [type=radio]')
      return (ticked && label ? label : element).getBoundingClientRect()
    }
    const inSentence = (element: Element) => element.matches('a') && element.closest('p, li, dd')
    return [...document.querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.checkVisibility() && !inSentence(element))
      .map((element) => ({ element, box: boxOf(element) }))
      .filter(({ box }) => box.width > 1 && (box.height < leastPx || box.width < leastPx))
      .map(({ element, box: { width, height } }) => {
        const name = element.getAttribute('aria-label') ?? element.textContent?.trim()
        return `small target ${Math.round(width)}×${Math.round(height)}: ${element.localName} “${name}”`
      })
  })

/** Text or controls that stick out at the right of the page or of a dialog. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const edges = [document.documentElement, ...document.querySelectorAll('dialog, dialog > *')]
    const tooWide = edges.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    return tooWide.map((edge) => {
      const right = edge.getBoundingClientRect().left + edge.clientWidth + 1
      const widest = [...edge.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > right)
        .slice(0, 3)
        .map(({ localName, className }) => `${localName}.${String(className)}`)
      return `${edge.scrollWidth} px wide in ${edge.clientWidth} px: ${widest.join(', ')}`
    })
  })

export const headings = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('h1')].filter((heading) =>
      heading.checkVisibility(),
    )
    return shown.length === 1 ? [] : [`${shown.length} first headings`]
  })

export async function allChecks(page: Page): Promise<string[]> {
  const found = [await axeViolations(page), await smallTargets(page), await cutOff(page)]
  return [...found.flat(), ...(await headings(page))]
}

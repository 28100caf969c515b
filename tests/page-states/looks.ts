/** How the page may be looked at: screen and theme. */
import type { Page } from '@playwright/test'

export const sizes = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 900 },
} as const
export const themes = ['light', 'dark'] as const

export type Size = keyof typeof sizes
export type Theme = (typeof themes)[number]

export interface Look {
  size: Size
  theme: Theme
}

export const everyLook: readonly Look[] = (Object.keys(sizes) as Size[]).flatMap((size) =>
  themes.map((theme) => ({ size, theme })),
)

export async function lookAt(page: Page, { size, theme }: Look): Promise<void> {
  // Without motion: a colour on its way from one theme to the other is neither.
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.setViewportSize(sizes[size])
  const drawn = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  await page.evaluate(drawn)
}

/** The production build, served as it will be hosted, and a browser for it. */
import { chromium, type BrowserContext } from '@playwright/test'
import { existsSync } from 'node:fs'
import { build, preview } from 'vite'
import { ensureChromium } from '../runner/chromium'

export interface ServedPage {
  newContext(): Promise<BrowserContext>
  close(): Promise<void>
}

/** @param fresh builds even if there is a build */
export async function servePage(fresh = true): Promise<ServedPage> {
  if (fresh || !existsSync('dist/index.html')) await build({ logLevel: 'error' })
  const server = await preview({ preview: { port: 0 }, logLevel: 'error' })
  const baseURL = server.resolvedUrls?.local[0]
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: ensureChromium(), args })
  return {
    async newContext() {
      const context = await browser.newContext({ baseURL, locale: 'en', serviceWorkers: 'block' })
      // tsx names functions with it, also those that are sent to the page.
      await context.addInitScript('globalThis.__name = (named) => named')
      return context
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/**
 * The page on a host that sends no headers of ours and serves it from a folder, as GitHub Pages does:
 * the service worker must make it cross-origin isolated, or the virtual board could not run.
 */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'
import { expect } from '@playwright/test'
import { notFoundHtml } from '../../hosting/vite/not-found-page'
import { test } from './quick-board'

const folder = resolve(process.env.E2E_FOLDER ?? 'dist')
const prefix = '/portal-flasher/'
/** What Pages knows by itself. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

function serveWithoutHeaders(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = join(folder, pathname.slice(prefix.length) || 'index.html')
    const there = pathname.startsWith(prefix) && existsSync(path) && statSync(path).isFile()
    if (!there) {
      response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' })
      return createReadStream(join(folder, '404.html')).pipe(response)
    }
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' })
    createReadStream(path).pipe(response)
  }).listen(0, '127.0.0.1')
}

test.use({ serviceWorkers: 'allow' })

test.skip(({ isMobile }) => isMobile, 'the same worker on every screen')

test('on a host without headers the page isolates itself with one reload, and the virtual board runs', async ({
  page,
}) => {
  const server = serveWithoutHeaders()
  try {
    await new Promise((started) => server.once('listening', started))
    let loads = 0
    page.on('load', () => loads++)
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`)
    await page.waitForFunction(() => crossOriginIsolated)
    await page.getByRole('button', { name: 'Try without a board' }).click()
    await expect(page.getByText('ESP8266EX').first()).toBeVisible()
    await page.getByRole('button', { name: /^(Install|Erase)/ }).click()
    await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
      timeout: 45_000,
    })
    expect(loads).toBe(2)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

for (const missing of ['nothing', 'deep/below/nothing.html', 'assets/none-12345678.js']) {
  test(`an address that is not there (${missing}) leads to the page`, async ({ page }) => {
    const server = serveWithoutHeaders()
    try {
      await new Promise((started) => server.once('listening', started))
      const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`
      const answer = await page.goto(home + missing)
      expect(answer?.status()).toBe(404)
      await expect(page.getByRole('link')).toHaveJSProperty('href', home)
      await page.getByRole('link', { name: 'Open Portal Flasher' }).click()
      await expect(page).toHaveTitle(/^Portal Flasher/)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
}

test('an address that is not there knows its way back where the build knows the address', () => {
  const page = notFoundHtml('https://example.org/portal-flasher/')
  expect(page).toContain('href="https://example.org/portal-flasher/"')
  expect(page).not.toContain('<script')
})

test('a preset in the address outlives the reload that isolates the page', async ({ page }) => {
  const server = serveWithoutHeaders()
  try {
    await new Promise((started) => server.once('listening', started))
    const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`
    await page.goto(`${home}#preset=1.bm90IGEgcHJlc2V0`)
    await page.waitForFunction(() => crossOriginIsolated)
    await expect(page.getByText(/link/i).first()).toBeVisible()
    await expect(page.getByRole('alert').first()).toBeVisible()
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

/** First load: at most 50 KB of JavaScript and CSS, gzip. What is heavy loads only when needed. */
import { expect, test } from '@playwright/test'
import { gzipSync } from 'node:zlib'

const budgetBytes = 50 * 1024

test('the first load stays within 50 KB gzip of JavaScript and CSS', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop', 'the same bytes at every screen size')
  const loaded: { url: string; sizeBytes: number }[] = []
  page.on('response', async (response) => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return
    if (response.url().endsWith('/service-worker.js')) return
    const body = await response.body()
    loaded.push({ url: response.url(), sizeBytes: gzipSync(body, { level: 9 }).length })
  })
  await page.goto('/', { waitUntil: 'networkidle' })

  const sizeBytes = loaded.reduce((sum, file) => sum + file.sizeBytes, 0)
  const listing = loaded.map((file) => `${file.sizeBytes} ${file.url}`).join('\n')
  expect(loaded.length, 'the page loads scripts').toBeGreaterThan(0)
  expect(sizeBytes, `${sizeBytes} bytes:\n${listing}`).toBeLessThanOrEqual(budgetBytes)
})

test('nothing is requested from anywhere else', async ({ page, baseURL, isMobile }) => {
  test.skip(isMobile, 'the same requests at every screen size')
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!)) foreign.push(request.url())
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(foreign).toEqual([])
})

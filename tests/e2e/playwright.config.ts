/** Browser tests against the production build, as it will be hosted: same headers, same bundle. */
import { defineConfig } from '@playwright/test'
import { findChromium, findHeadlessChromium } from '../runner/chromium'

/** Not the one of `npm start`: a page that somebody is looking at may be an older build. */
const port = Number(process.env.E2E_PORT ?? 4187)
const folder = process.env.E2E_FOLDER ?? 'dist'
const origin = `http://localhost:${port}`

const launch = (executablePath: string | undefined) => ({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  workers: 2, // most of a test's time a paced board takes its own; two cores carry two of them
  // CI runs on shared machines; what passes only the second time is named at the end of the run.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  // Only against hangs: the page, the board and another test share the cores.
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../results/playwright.json' }]],
  use: {
    baseURL: origin,
    // Each context would fill a cache of its own; service-worker.spec.ts is about just that.
    serviceWorkers: 'block',
    launchOptions: launch(findChromium()),
    screenshot: 'only-on-failure',
    // Recording every test costs as much as the tests; a second try is recorded.
    trace: 'on-first-retry',
  },
  // The longest files first, so that both workers end together.
  projects: [
    {
      name: 'web-serial',
      testDir: '../web-serial',
      testIgnore: '**/firefox/**',
      use: { viewport: { width: 1280, height: 900 } },
    },
    { name: 'firefox', testDir: '../web-serial/firefox' },
    {
      name: 'desktop',
      use: {
        viewport: { width: 1280, height: 900 },
        // Windows and moving pictures cost a third of the time; the phone's screen is a whole browser's, and moves.
        launchOptions: launch(findHeadlessChromium()),
        contextOptions: { reducedMotion: 'reduce' },
      },
    },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
  webServer: {
    command: `npx vite preview --port ${port} --outDir ${folder}`,
    cwd: '../..',
    url: origin,
    reuseExistingServer: false,
  },
})

import { svelte } from '@sveltejs/vite-plugin-svelte'
import { resolve } from 'node:path'
import { build, type BuildOptions, type Plugin, type UserConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import ownPackage from './package.json' with { type: 'json' }
import { firmwareBundle } from './firmware/bundle.ts'
import { starterApps } from './firmware/starter-apps-plugin.ts'
import { isolationHeaders, metaPolicy, pageHeaders } from './hosting/headers.ts'
import { beforePaint } from './hosting/vite/before-paint.ts'
import { buildSettingsModule } from './hosting/vite/build-settings.ts'
import { firstLoad, withoutSideEffects } from './hosting/vite/first-load.ts'
import { laterChunks, withoutCircles } from './hosting/vite/later-chunks.ts'
import { notFoundPage } from './hosting/vite/not-found-page.ts'
import { phoneFrame } from './hosting/vite/phone-frame.ts'
import { wordsOfPage } from './src/messages/compiler/page-plugin.ts'
import { messages } from './src/messages/compiler/vite-plugin.ts'
import { serviceWorker } from './hosting/vite/service-worker.ts'

/** The Content Security Policy travels in the page itself too, for hosts without header control. */
const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
      injectTo: 'head-prepend',
    },
  ],
}

/** What both pages are built with. */
const pageConfig = (): UserConfig => ({
  // Relative, so that the page also works in a folder of somebody's site.
  base: './',
  plugins: [
    messages(),
    svelte(),
    firmwareBundle(),
    starterApps(),
    buildSettingsModule(ownPackage),
    policyInPage,
  ],
  worker: { format: 'es' },
})
const pageBuild: BuildOptions = {
  target: 'es2022',
  // Every browser that the page works in has it: Web Serial's and the WebAssembly of the virtual board.
  modulePreload: { polyfill: false },
  assetsInlineLimit: 0,
  chunkSizeWarningLimit: 700,
}

/** In the place of @noble/hashes in tests. */
const nodeHashes = resolve(import.meta.dirname, 'tests/support/node-hashes.ts')

/** The lab is built after the page and apart from it, so that the page's bundle is as if it did not exist. */
const labPage = (): Plugin => {
  let into: { root: string; outDir: string } | undefined
  return {
    name: 'lab-page',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => void (into = { root, outDir }),
    async closeBundle(error) {
      if (error || !into) return
      const { root, outDir } = into
      const input = resolve(root, 'lab.html')
      const target = { outDir: resolve(root, outDir), emptyOutDir: false, copyPublicDir: false }
      const options = { ...pageBuild, ...target, rolldownOptions: { input } }
      await build({ ...pageConfig(), configFile: false, logLevel: 'warn', root, build: options })
    },
  }
}

const entry = resolve(import.meta.dirname, 'src/main.ts')
/** Tests read messages as Node does: English, at once. */
const words = process.env.VITEST ? [] : [wordsOfPage(entry)]
const head = beforePaint(resolve(import.meta.dirname, 'src/before-paint.ts'))

export default defineConfig({
  ...pageConfig(),
  // An address that is not there is no page of ours: 404, as on a host.
  appType: 'mpa',
  plugins: [
    ...(pageConfig().plugins ?? []),
    ...words,
    head,
    notFoundPage(),
    phoneFrame(),
    withoutCircles,
    serviceWorker(),
    labPage(),
  ],
  // Vite's own client needs inline scripts in development: the full policy is for preview and hosting.
  server: { headers: isolationHeaders },
  preview: { port: 4173, strictPort: true, headers: pageHeaders },
  build: {
    ...pageBuild,
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: withoutSideEffects, sideEffects: false }] },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [firstLoad(entry), laterChunks],
        },
      },
    },
  },
  test: {
    include: ['tests/{unit,property,contract,firmware,hosting}/**/*.test.ts'],
    pool: 'forks',
    alias: [{ find: /^@noble\/hashes\/(legacy|sha2)\.js$/, replacement: nodeHashes }],
    // CI runs on shared machines, and some tests start real programs; the end of the log names a second try.
    retry: process.env.CI ? 1 : 0,
    // But no second try where cases are chosen at random.
    runner: './tests/runner/vitest-runner.ts',
    setupFiles: ['./tests/runner/property-seed.ts'],
    globalSetup: ['./tests/runner/board-worker.ts'],
    // Vitest leaves one core to itself; of two that is half, and it has nothing to do while tests run.
    maxWorkers: '100%',
    // Its modules are ES modules that Node would take for CommonJS.
    server: { deps: { inline: ['improv-wifi-serial-sdk'] } },
    // Only against hangs: another program may have the cores for a while.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})

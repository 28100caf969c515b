import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { firmwareBundle } from './firmware/bundle.ts'
import { starterApps } from './firmware/starter-apps.ts'
import { isolationHeaders, metaPolicy, pageHeaders } from './hosting/headers.ts'

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

export default defineConfig({
  // Relative, so that the page also works in a folder of somebody's site.
  base: './',
  plugins: [svelte(), firmwareBundle(), starterApps(), policyInPage],
  // Vite's own client needs inline scripts in development: the full policy is for preview and hosting.
  server: { headers: isolationHeaders },
  preview: { port: 4173, strictPort: true, headers: pageHeaders },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // Two pages; the lab is linked from nowhere.
    rolldownOptions: { input: { index: 'index.html', lab: 'lab.html' } },
  },
  test: {
    include: ['tests/{unit,property,contract,firmware,hosting}/**/*.test.ts'],
    pool: 'forks',
    // Vitest leaves one core to itself; of two that is half, and it has nothing to do while tests run.
    maxWorkers: '100%',
    // Only against hangs: another program may have the cores for a while.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})

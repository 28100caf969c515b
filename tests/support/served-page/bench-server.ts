/** Builds the bench and serves it with the headers that the page has when hosted. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, preview } from 'vite'
import { pageHeaders } from '../../../hosting/headers'
import { phoneFrame } from '../../../hosting/vite/phone-frame'

export interface BenchServer {
  url: string
  close: () => Promise<void>
}

export async function serveBench(): Promise<BenchServer> {
  const outDir = mkdtempSync(join(tmpdir(), 'served-page-'))
  const common = { configFile: false, root: import.meta.dirname, logLevel: 'error' } as const
  const plugins = [svelte({ configFile: false }), phoneFrame()]
  await build({ ...common, plugins, build: { outDir, emptyOutDir: true, target: 'es2022' } })
  const server = await preview({
    ...common,
    plugins: [phoneFrame()],
    build: { outDir },
    preview: { port: 0, headers: pageHeaders },
  })
  const [url = ''] = server.resolvedUrls?.local ?? []
  return {
    url,
    close: async () => {
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}

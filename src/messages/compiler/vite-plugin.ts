/** Vite plugin: compiled messages are there before a build or the tests, and follow an edited catalogue. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { compileCatalogues } from './compile.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

export const messages = (): Plugin => ({
  name: 'messages',
  config: () => compileCatalogues(folder),
  configureServer({ watcher, moduleGraph, ws }) {
    watcher.on('change', (file) => {
      if (!file.startsWith(folder) || !file.endsWith('.json')) return
      compileCatalogues(folder)
      moduleGraph.invalidateAll()
      ws.send({ type: 'full-reload' })
    })
  },
})

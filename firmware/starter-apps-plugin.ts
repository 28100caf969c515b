/**
 * Vite plugin: `virtual:starter-apps` (StarterApp[]) and `-files` (name → AppFile[]). The apps are read
 * when the page is built, not when Vite reads its configuration: their schema needs the compiled messages,
 * which another plugin makes in between.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { tsImport } from 'tsx/esm/api'
import type { Plugin } from 'vite'

type Apps = ReturnType<typeof import('./starter-apps.ts').readApps>

const appsFolder = fileURLToPath(new URL('./apps', import.meta.url))

const virtualModules: Record<string, (apps: Apps) => unknown> = {
  'virtual:starter-apps': (apps) => apps.map(({ app }) => app),
  'virtual:starter-app-files': (apps) =>
    Object.fromEntries(apps.map(({ app, files }) => [app.name, files])),
}

async function readApps(): Promise<Apps> {
  const reader: typeof import('./starter-apps.ts') = await tsImport(
    './starter-apps.ts',
    import.meta.url,
  )
  return reader.readApps()
}

export function starterApps(): Plugin {
  return {
    name: 'starter-apps',
    resolveId: (id) => (id in virtualModules ? '\0' + id : undefined),
    async load(id) {
      const contentOf = virtualModules[id.replace('\0', '')]
      if (!contentOf) return
      for (const entry of readdirSync(appsFolder, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) this.addWatchFile(join(entry.parentPath, entry.name))
      return `export default ${JSON.stringify(contentOf(await readApps()))}`
    },
  }
}

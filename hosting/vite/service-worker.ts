/**
 * Builds service-worker.js after the page, with the list of what the page consists of: its bundle and
 * what is copied as it is. The lab, the 404 page and firmware images are not in it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import { precacheManifest, withManifest } from './precache-manifest.ts'

const output = 'service-worker.js'
/** Fetched on a server of one's own, or made by `npm run firmware`: kept when used, not beforehand. */
const notCopied = /^firmware\//

export function serviceWorker(): Plugin {
  let root = ''
  let outDir = ''
  let publicDir = ''
  const bundled = new Set<string>()
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root
      outDir = resolve(root, config.build.outDir)
      publicDir = config.publicDir
    },
    writeBundle(_, bundle) {
      for (const name of Object.keys(bundle)) bundled.add(name)
    },
    async closeBundle(error) {
      if (error) return
      const copied = filesBelow(publicDir).filter((name) => !notCopied.test(name))
      const names = [...new Set([...bundled, ...copied])].filter((name) => name !== '404.html')
      await bundleWorker(root, outDir)
      const file = join(outDir, output)
      const manifest = precacheManifest(outDir, names)
      writeFileSync(file, withManifest(readFileSync(file, 'utf8'), manifest))
    },
  }
}

async function bundleWorker(root: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: resolve(root, 'src/service-worker/worker.ts'),
        output: { format: 'iife', entryFileNames: output },
      },
    },
  })
}

/** Paths below `folder`, with slashes. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

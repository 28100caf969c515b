/** A module and all that it needs as one script that makes `suite` of it, for a page. */
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'

export async function bundleForPage(entry: URL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: fileURLToPath(entry), formats: ['iife'], name: 'suite' },
    },
  })
  const { output } = (Array.isArray(built) ? built[0] : built) as Rollup.RollupOutput
  return output[0].code
}

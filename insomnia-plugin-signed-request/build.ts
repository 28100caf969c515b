/**
 * `npm run insomnia-plugin`: the plugin and the signing module of the page in one CommonJS file, which
 * is what Insomnia loads. Not minified: it handles secrets, so it is to be read.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** @param outDir gets `index.cjs` */
export async function buildPlugin(outDir = `${folder}dist`): Promise<void> {
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'es2021',
      lib: { entry: 'src/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    },
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlugin()

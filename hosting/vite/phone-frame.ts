/**
 * `phone-frame.html`, the document around the page that a portal serves in the phone: empty, with a policy of its
 * own, which the served page inherits. And `virtual:phone-frame-script`, what runs in front of such a page, as text.
 * Why so: docs/decisions/0019-the-served-page.md.
 */
import { resolve } from 'node:path'
import { build, type Connect, type Plugin } from 'vite'
import { frameFile, frameHeaders, frameMetaPolicy } from '../headers.ts'

export const frameHtml = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${frameMetaPolicy}" />
    <meta name="robots" content="noindex" />
    <meta name="color-scheme" content="light dark" />
    <title>Phone</title>
    <style>
      html, body { height: 100%; margin: 0; overflow: hidden; }
      iframe { display: block; width: 100%; height: 100%; border: 0; }
    </style>
  </head>
  <body></body>
</html>
`

const scriptModule = 'virtual:phone-frame-script'
const entry = resolve(import.meta.dirname, '../../src/phone-frame/main.ts')

export const phoneFrame = (): Plugin => ({
  name: 'phone-frame',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: frameFile, source: frameHtml })
  },
  configureServer: ({ middlewares }) => void middlewares.use(serveFrame),
  configurePreviewServer: ({ middlewares }) => void middlewares.use(serveFrame),
  resolveId: (id) => (id === scriptModule ? `\0${id}` : undefined),
  async load(id) {
    if (id !== `\0${scriptModule}`) return
    const { code, files } = await bundleScript()
    for (const file of files) this.addWatchFile(file)
    return `export default ${JSON.stringify(code)}`
  },
})

/** With its own headers, also where the server sends those of the page for every file. */
const serveFrame: Connect.NextHandleFunction = ({ url = '' }, response, next) => {
  if (!new URL(url, 'http://localhost').pathname.endsWith(`/${frameFile}`)) return next()
  for (const [name, value] of Object.entries(frameHeaders)) response.setHeader(name, value)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end(frameHtml)
}

async function bundleScript(): Promise<{ code: string; files: string[] }> {
  const result = await build({
    configFile: false,
    root: resolve(import.meta.dirname, '../..'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2022',
      write: false,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  })
  const [output] = [result].flat()
  if (!output || !('output' in output))
    throw new Error('The script of the phone frame is not built.')
  const [chunk] = output.output
  return { code: chunk.code, files: chunk.moduleIds.filter((file) => file.startsWith('/')) }
}

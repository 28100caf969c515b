/**
 * What the page's head gets from our build: `src/before-paint.ts` as a plain script, which runs before
 * anything is painted, and a link to the first words of each language, of which that script loads one.
 */
import { basename, resolve } from 'node:path'
import { build, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite'

const name = 'before-paint.js'
const firstWords = /language-(\w\w)-first/

export function beforePaint(source: string): Plugin {
  let development = false
  return {
    name: 'before-paint',
    config: (_, { command }) => void (development = command === 'serve'),
    async buildStart() {
      if (development) return
      this.emitFile({ type: 'asset', name, source: await plainScript(source) })
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle, path }) => {
        if (bundle) return withHead(html, Object.values(bundle))
        const src = `/src/${basename(source)}`
        const tag: HtmlTagDescriptor = { tag: 'script', attrs: { type: 'module', src } }
        return path === '/index.html' ? [tag] : []
      },
    },
  }
}

/** Before the styles: a script after them waits for them. */
function withHead(html: string, files: (Rolldown.OutputAsset | Rolldown.OutputChunk)[]): string {
  const script = files.find((file) => file.type === 'asset' && file.names.includes(name))
  if (!script) throw new Error(`No ${name} in the bundle.`)
  const links = files.flatMap(({ fileName }) => {
    const language = firstWords.exec(fileName)?.[1]
    return language ? [`<link data-language="${language}" crossorigin href="./${fileName}">`] : []
  })
  const head = [...links, `<script src="./${script.fileName}"></script>`].join('\n    ')
  return html.replace('<script type="module"', (next) => `${head}\n    ${next}`)
}

async function plainScript(source: string): Promise<string> {
  const output = { format: 'iife', entryFileNames: name } as const
  const result = await build({
    configFile: false,
    root: resolve(source, '../..'),
    logLevel: 'warn',
    publicDir: false,
    build: { target: 'es2022', write: false, rolldownOptions: { input: source, output } },
  })
  const [one] = [result].flat()
  const [chunk] = one && 'output' in one ? one.output : []
  if (chunk?.type !== 'chunk') throw new Error(`${source} did not become a script.`)
  return chunk.code
}

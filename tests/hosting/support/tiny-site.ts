/**
 * The smallest site with a build: one page that names one part, whose name is made from its content,
 * as Vite does. Built by a script of the repository itself.
 */
import { createHash } from 'node:crypto'

const build = (first: string) => `set -e
${first}
mkdir -p dist/assets
hash=$(sha256sum part.js | cut -c1-8)
cp part.js "dist/assets/part-$hash.js"
cp -r public/. dist/
sed "s/HASH/$hash/" index.html >dist/index.html
`

export const tinySettings = { GENERATOR: 'command', BUILD_COMMAND: 'bash build.sh' }

/** A line of the build that waits until a file is there. */
export const waitFor = (file: string) => `until [ -e '${file}' ]; do sleep 0.02; done`

/** Its files; `words` are in the part, and in the page. `first` is the build's first line. */
export const tinySite = (words: string, first = ''): Record<string, string> => ({
  'build.sh': build(first),
  'index.html': `<!doctype html><title>${words}</title><script src="assets/part-HASH.js"></script>\n`,
  'part.js': `document.title = ${JSON.stringify(words.repeat(500))}\n`,
  'public/404.html': '<!doctype html><title>Not here</title>\n',
  'public/phone-frame.html': '<!doctype html><title>Frame</title>\n',
  'public/.hidden': 'nobody reads this\n',
  'public/assets/photo-portrait.jpg': 'no photo',
  'public/assets/photo-20260131.jpg': 'no photo',
  'public/code.wasm': '\0asm\u0001\0\0\0',
  'public/image.bin': 'bytes',
  'public/app.webmanifest': '{}',
  'public/.well-known/security.txt': 'Contact: mailto:ann@example.org',
  'public/module.mjs': 'export {}\n',
})

/** The part that a page names. */
export const partOf = (page: string) => /assets\/part-[0-9a-f]{8}\.js/.exec(page)?.[0]

/** Whether a part is what its name says. */
export const isWhole = (name: string, content: string) =>
  name.includes(createHash('sha256').update(content).digest('hex').slice(0, 8))

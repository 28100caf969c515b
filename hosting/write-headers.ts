/**
 * Writes the headers of `headers.ts` into the files that servers read: nginx, and hosts that take
 * `_headers`. They are kept in the repository, because a server without Node needs them too.
 * After a change in headers.ts: `npx tsx hosting/write-headers.ts`. A test compares them.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { frameFile, frameHeaders, pageHeaders, plainHeaders } from './headers'

const origin = 'from hosting/headers.ts by hosting/write-headers.ts: change it there'

/** One line of nginx for each header, on error pages too. */
const forNginx = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `add_header ${name} "${value}" always;\n`)
    .join('')

/** What nginx/tls.conf and https.conf send with every other file. */
const frameExtras = {
  'Cache-Control': 'no-cache',
  'Strict-Transport-Security': 'max-age=31536000',
}

/** Included in the server: what a location of its own sends takes the place of all the others. */
const frameForNginx = [
  '',
  '# Around the page that a portal serves in the phone: the one file with another policy.',
  `location = /${frameFile} {`,
  ...Object.entries({ ...frameHeaders, ...frameExtras }).map(
    ([name, value]) => `    add_header ${name} "${value}" always;`,
  ),
  '}',
  '',
].join('\n')

/** Of one file the host may know two addresses, with and without `.html`. */
const addressesOf = (file: string) => [`/${file}`, `/${file.replace(/\.html$/, '')}`]
const documents = ['/', ...addressesOf('index.html'), ...addressesOf('lab.html')]
const own = ['Content-Security-Policy', 'Permissions-Policy'] as const

/**
 * Netlify's and Cloudflare's `_headers`: a path, then its headers, indented. Where two paths match, both hosts add
 * the second value of a header to the first, and of two policies browsers obey both: so no header stands twice for
 * one address. Both hosts let browsers ask again for everything by themselves.
 */
function forStaticHosts(page: Record<string, string>, frame: Record<string, string>): string {
  const block = (path: string, headers: [string, string | undefined][]) =>
    [path, ...headers.map(([name, value]) => `  ${name}: ${value}`), ''].join('\n')
  const ownOf = (headers: Record<string, string>) =>
    own.map((name): [string, string | undefined] => [name, headers[name]])
  const forAll = Object.entries(page).filter(([name]) => !own.some((one) => one === name))
  return [
    block('/*', [...forAll, ['Strict-Transport-Security', 'max-age=31536000']]),
    ...[...documents, '/service-worker.js'].map((path) => block(path, ownOf(page))),
    block('/assets/*', [...ownOf(page), ['Cache-Control', 'public, max-age=31536000, immutable']]),
    ...addressesOf(frameFile).map((path) => block(path, ownOf(frame))),
  ].join('\n')
}

/** File beside this one → what it must hold. */
export const headerFiles = {
  'nginx/headers-page.conf': `# The page's headers, ${origin}\n${forNginx(pageHeaders)}${frameForNginx}`,
  'nginx/headers-plain.conf': `# For any other site, ${origin}\n${forNginx(plainHeaders)}`,
  'static/_headers': `# ${origin}\n${forStaticHosts(pageHeaders, frameHeaders)}`,
}

export const placeOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(headerFiles)) writeFileSync(placeOf(file), text)
}

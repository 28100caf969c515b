/**
 * Writes the headers of `headers.ts` into the files that servers read: nginx, and hosts that take
 * `_headers`. They are kept in the repository, because a server without Node needs them too.
 * After a change in headers.ts: `npx tsx hosting/write-headers.ts`. A test compares them.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pageHeaders, plainHeaders } from './headers'

const origin = 'from hosting/headers.ts by hosting/write-headers.ts: change it there'

/** One line of nginx for each header, on error pages too. */
const forNginx = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `add_header ${name} "${value}" always;\n`)
    .join('')

/**
 * Netlify's and Cloudflare's `_headers`: a path, then its headers, indented. Both let browsers ask again
 * for everything by themselves; a second Cache-Control would only be added to the first.
 */
const forStaticHosts = (headers: Record<string, string>) =>
  [
    '/*',
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
    '  Strict-Transport-Security: max-age=31536000',
    '',
    '/assets/*',
    '  Cache-Control: public, max-age=31536000, immutable',
    '',
  ].join('\n')

/** File beside this one → what it must hold. */
export const headerFiles = {
  'nginx/headers-page.conf': `# The page's headers, ${origin}\n${forNginx(pageHeaders)}`,
  'nginx/headers-plain.conf': `# For any other site, ${origin}\n${forNginx(plainHeaders)}`,
  'static/_headers': `# ${origin}\n${forStaticHosts(pageHeaders)}`,
}

export const placeOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(headerFiles)) writeFileSync(placeOf(file), text)
}

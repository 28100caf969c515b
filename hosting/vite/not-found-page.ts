/**
 * 404.html, which most hosts send for an address that is not there. It may be shown at any depth, so its
 * link to the page is BASE_URL where the build knows it. Elsewhere a script looks for the page upwards; where
 * a host's own policy forbids that script, the link leads to the folder of the address.
 */
import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** The web manifest lies beside the page, and a web page in its place is not JSON. */
const lookUpwards = `
  const link = document.querySelector('a')
  const isHome = (folder) =>
    fetch(new URL('manifest.webmanifest', folder)).then((answer) => answer.ok && answer.json())
  const look = (folder) =>
    isHome(folder).then((found) => found || Promise.reject(), () => Promise.reject()).then(
      () => (link.href = folder.href),
      () => folder.pathname !== '/' && look(new URL('..', folder)),
    )
  look(new URL('.', location.href))
`

/** @param baseUrl address of the page, if it is known */
export function notFoundHtml(baseUrl?: string): string {
  const script = baseUrl ? '' : lookUpwards
  const hash = createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; connect-src 'self'; script-src 'sha256-${hash}'`
  const home = baseUrl ? new URL(baseUrl).href : './'
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <meta name="color-scheme" content="light dark" />
    <title>Not found – Portal Flasher</title>
    <style>
      body { max-width: 32rem; margin: 0 auto; padding: 4rem 1.5rem; font: 1.05rem/1.5 system-ui, sans-serif; }
    </style>
  </head>
  <body>
    <h1>There is nothing at this address</h1>
    <p>It may be mistyped, or the page that led here is an old one.</p>
    <p><a href="${home.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">Open Portal Flasher</a></p>
${script ? `    <script>${script}</script>\n` : ''}  </body>
</html>
`
}

export const notFoundPage = (): Plugin => ({
  name: 'not-found-page',
  apply: 'build',
  generateBundle() {
    const source = notFoundHtml(process.env.BASE_URL)
    this.emitFile({ type: 'asset', fileName: '404.html', source })
  },
})

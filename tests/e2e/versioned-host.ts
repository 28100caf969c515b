/**
 * A host on which versions of the page are deployed, one after the other, as on a static host: the files of
 * the version before are gone at once. Versions are copies of the build with other names and words in them.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { frameFile, frameHeaders, pageHeaders } from '../../hosting/headers'
import { precacheManifest } from '../../hosting/vite/precache-manifest'

const build = resolve(process.env.E2E_FOLDER ?? 'dist')
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

export interface OtherAnswer {
  type: string
  body: string | Buffer
}

export class VersionedHost {
  readonly #folder = mkdtempSync(join(tmpdir(), 'versions-'))
  #current = build
  /** Answers in place of files: asked by path, undefined where the file itself is right. */
  instead: (path: string) => OtherAnswer | undefined = () => undefined
  /** No answers at all, as in a workshop without internet. */
  offline = false
  readonly #server = createServer((request, response) => {
    if (this.offline) return request.socket.destroy()
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const name = pathname.slice(1) || 'index.html'
    const other = this.instead(name)
    const file = join(this.#current, name)
    const own = name === frameFile ? frameHeaders : pageHeaders
    const headers = { ...own, 'Cache-Control': 'no-cache' }
    if (other) {
      response.writeHead(200, { ...headers, 'Content-Type': other.type }).end(other.body)
    } else if (existsSync(file) && statSync(file).isFile()) {
      const type = types[extname(file)] ?? 'application/octet-stream'
      response.writeHead(200, { ...headers, 'Content-Type': type }).end(readFileSync(file))
    } else {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/html' }).end('<p>Not found')
    }
  })

  static async start(): Promise<VersionedHost> {
    const host = new VersionedHost()
    await once(host.#server.listen(0, 'localhost'), 'listening')
    host.deploy('v01')
    return host
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Makes the version of that name (three letters) if it is new, and puts it live. */
  deploy(version: string): void {
    this.#current = join(this.#folder, version)
    if (!existsSync(this.#current)) makeVersion(this.#current, version)
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** As Vite names a part: the last three characters of its hash become the version's name. */
const part = /([\w.-]+-[\w-]{5})[\w-]{3}\.js\b/g

/** As a changed source would: other hashes in names, and every reference to them. */
function makeVersion(folder: string, version: string): void {
  cpSync(build, folder, { recursive: true })
  const assets = join(folder, 'assets')
  const names = new Set(readdirSync(assets))
  const rename = (text: string) =>
    text.replace(part, (name, start: string) => (names.has(name) ? `${start}${version}.js` : name))
  for (const name of names) {
    if (!name.endsWith('.js')) continue
    rewrite(join(assets, name), rename)
    renameSync(join(assets, name), join(assets, rename(name)))
  }
  for (const page of ['index.html', frameFile]) {
    rewrite(join(folder, page), (text) =>
      rename(text).replace('<head>', `<head><meta name="test-version" content="${version}">`),
    )
  }
  rewrite(join(folder, 'service-worker.js'), (code) => withNewManifest(rename(code), folder))
}

function withNewManifest(code: string, folder: string): string {
  const list = /\[\{"url":.*?\}\]/
  const kept = JSON.parse(list.exec(code)?.[0] ?? '[]') as { url: string }[]
  if (kept.length === 0) throw new Error('No list of files in service-worker.js')
  const names = kept.map(({ url }) => url)
  return code.replace(list, () => JSON.stringify(precacheManifest(folder, names)))
}

const rewrite = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')))

/**
 * A site that redeploy and rollback work on: its repository, site.env and folders, a visitor's server that
 * stands where nginx would, and Telegram's API. The programs run as the webhook runs them.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Repository } from './repository'
import { TelegramApi } from './telegram-api'

export const hosting = fileURLToPath(new URL('../../../hosting', import.meta.url))

export interface Outcome {
  status: number | null
  output: string
}

export class DeploySite {
  readonly folder = mkdtempSync(join(tmpdir(), 'site-'))
  readonly root = join(this.folder, 'www')
  readonly env = join(this.folder, 'site.env')
  readonly token = `4242:${'Token_of-the-bot'.repeat(2)}`
  readonly hookSecret = 'secret-of-the-hook-0123456789'
  /** Of the server that stands for nginx. */
  answerStatus = 200
  readonly hostsAsked: (string | undefined)[] = []
  readonly #server = createServer((request, response) => {
    this.hostsAsked.push(request.headers.host)
    const page = this.file('index.html')
    response.writeHead(page === undefined ? 404 : this.answerStatus).end(page)
  })

  private constructor(
    readonly repository: Repository,
    readonly telegram: TelegramApi,
  ) {}

  /** Its build copies public/ to dist/, notes its commit, and waits while it is held. */
  static async start(settings: Record<string, string> = {}, branch = 'main'): Promise<DeploySite> {
    const folder = mkdtempSync(join(tmpdir(), 'origin-'))
    const site = new DeploySite(new Repository(folder, branch), await TelegramApi.start())
    await once(site.#server.listen(0, '127.0.0.1'), 'listening')
    const build = `echo "$SITE_COMMIT" >>${site.folder}/builds; while [ -e ${site.folder}/hold ]; do sleep 0.05; done; mkdir -p dist; cp -r public/. dist/; if [ -e build.sh ]; then . ./build.sh; fi`
    site.settings = {
      ...{ SITE_NAME: 'site.test', REPOSITORY: site.repository.bare, BRANCH: branch },
      ...{ SITE_ROOT: site.root, GENERATOR: 'command', BUILD_COMMAND: build, MIN_BYTES: '10' },
      ...{ CHECK_URL: 'http://site.test/', CHECK_ADDRESS: `127.0.0.1:${site.#port}` },
      ...{ HOOK_SECRET: site.hookSecret, TELEGRAM_TOKEN: site.token, TELEGRAM_CHAT_ID: '-77' },
      ...{ TELEGRAM_API: site.telegram.url, ...settings },
    }
    return site
  }

  get #port() {
    return (this.#server.address() as AddressInfo).port
  }

  #settings: Record<string, string> = {}

  set settings(changed: Record<string, string>) {
    this.#settings = { ...this.#settings, ...changed }
    const lines = Object.entries(this.#settings).map(([key, value]) => `${key}=${value}\n`)
    writeFileSync(this.env, lines.join(''), { mode: 0o600 })
  }

  /** One of hosting/bin, until it and all that shares its output have ended. */
  async run(
    program: string,
    args: string[] = [],
    env: Record<string, string> = {},
  ): Promise<Outcome> {
    const child = spawn(join(hosting, 'bin', program), args, {
      env: { PATH: process.env.PATH, HOME: this.folder, SITE_ENV: this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, error] = await Promise.all([
      ...[text(child.stdout), text(child.stderr)],
      once(child, 'close'),
    ])
    return { status: child.exitCode, output: `${out}${error}` }
  }

  /** As after a push: the environment that the webhook passes. */
  hook = (commit: string, message = 'A change', pusher = 'ann') =>
    this.run('redeploy', [], {
      ...{ HOOK_COMMIT: commit, HOOK_MESSAGE: message, HOOK_PUSHER: pusher },
    })

  /** Pushes a page of these words, and what else there is. */
  push = (words: string, more: Record<string, string> = {}, message = words) =>
    this.repository.push({ 'public/index.html': `<p>${words}</p>\n`, ...more }, message)

  deploy = (words: string, more: Record<string, string> = {}) => this.hook(this.push(words, more))

  /** What a visitor gets. */
  file(path: string): string | undefined {
    const place = join(this.root, 'current', path)
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined
  }

  get page() {
    return this.file('index.html')
  }

  /** Names of what lies in one of its folders. */
  names = (folder: string) => readdirSync(join(this.root, folder)).sort()

  get releases() {
    return this.names('releases').filter((name) => !name.endsWith('.assets'))
  }

  /** All logs as one text. */
  get logs() {
    return this.names('log')
      .map((name) => readFileSync(join(this.root, 'log', name), 'utf8'))
      .join('')
  }

  /** Commits in the order in which their builds began. */
  get builds(): string[] {
    const notes = join(this.folder, 'builds')
    return existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []
  }

  /** Builds wait from now on, until the function that this gives is called. */
  hold(): () => void {
    const mark = join(this.folder, 'hold')
    writeFileSync(mark, '')
    return () => rmSync(mark)
  }

  async stop(): Promise<void> {
    this.telegram.stop()
    this.#server.close()
    this.#server.closeAllConnections()
    rmSync(join(this.repository.bare, '..'), { recursive: true, force: true })
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Looks until it is so; the test's own time limit ends it otherwise. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/**
 * A server as install.sh sets it up, on ports of the loopback: the rendered configuration in a folder,
 * Debian's nginx and webhook on top of it, a repository to push to, and a visitor. The certificate is
 * one of its own; nginx runs its workers without privileges where that is possible.
 */
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findProgram } from '../../runner/debian'
import { deliveryHeaders, pushPayload, type Push } from './github'
import { HttpsClient, type Answer } from './https-client'
import { freePorts } from './ports'
import { Program } from './program'
import { Repository } from './repository'
import { writeCertificate, writeNginxConf } from './stand-ins'

const installer = fileURLToPath(new URL('../../../hosting/install.sh', import.meta.url))
export const siteName = 'site.test'
export const secret = 'It-is-a-secret-to-everybody'

export class SiteServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'hosting-'))
  readonly root = join(this.folder, 'root')
  readonly siteRoot = join(this.folder, 'srv')
  readonly repository = new Repository(this.folder)
  #client: HttpsClient | undefined
  #nginx: Program | undefined
  #webhook: Program | undefined
  #ports = { http: 0, https: 0, hook: 0 }
  /** Paths. */
  #certificate = ''
  #nginxConf = ''

  /** Installed and listening, with nothing published yet. */
  static async start(settings: Record<string, string>): Promise<SiteServer> {
    const server = new SiteServer()
    try {
      await server.#install(settings)
      await server.#listen()
    } catch (error) {
      await server.stop()
      throw error
    }
    return server
  }

  async #install(settings: Record<string, string>) {
    chmodSync(this.folder, 0o755) // nginx's workers are somebody else
    const [http = 0, https = 0, hook = 0] = await freePorts(3)
    this.#ports = { http, https, hook }
    const file = join(this.folder, 'site.env')
    const all = {
      ...{ SITE_NAME: siteName, SITE_ROOT: this.siteRoot, REPOSITORY: this.repository.bare },
      ...{ BASE_URL: `https://${siteName}:${https}/`, CHECK_ADDRESS: `127.0.0.1:${https}` },
      ...{ HOOK_SECRET: secret, MIN_BYTES: '10', ...settings },
    }
    const lines = Object.entries(all).map(([key, value]) => `${key}=${value}\n`)
    writeFileSync(file, lines.join(''), { mode: 0o600 })
    this.#certificate = writeCertificate(this.root, siteName)
    this.#nginxConf = writeNginxConf(this.root, this.folder)
    execFileSync(installer, [
      ...['--root', this.root, '--settings', file, '--http-port', String(http)],
      ...['--https-port', String(https), '--hook-port', String(hook)],
    ])
  }

  async #listen() {
    const { http: httpPort, https: httpsPort } = this.#ports
    this.#nginx = new Program(findProgram('nginx') ?? 'nginx', [
      ...['-c', this.#nginxConf, '-e', join(this.folder, 'error.log')],
      ...['-g', 'daemon off; error_log stderr notice;'],
    ])
    const [webhook = '', ...args] = this.#unitLine('ExecStart').split(' ')
    this.#webhook = new Program(webhook, args, this.#environment)
    await this.#nginx.until('start worker process', (text) => text.includes('start worker process'))
    await this.#webhook.until('serving hooks', (text) => text.includes('serving hooks'))
    const names = { name: siteName, httpPort, httpsPort }
    this.#client = new HttpsClient(names, readFileSync(this.#certificate))
  }

  /** What systemd would start, without systemd. */
  #unitLine(key: string): string {
    const unit = readFileSync(join(this.root, 'etc/systemd/user/site-hosting.service'), 'utf8')
    return new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  }

  get #environment(): Record<string, string> {
    const [name = '', value = ''] = this.#unitLine('Environment').split('=')
    // The certificate is of our own making: only here curl has to know it.
    return { [name]: value, CURL_CA_BUNDLE: this.#certificate }
  }

  /** One of the installed programs, as the owner types it. Rejects when it fails. */
  async run(program: 'redeploy' | 'rollback', ...args: string[]): Promise<string> {
    const path = join(this.root, 'usr/local/lib/site-hosting/bin', program)
    const env = { ...process.env, ...this.#environment }
    return (await promisify(execFile)(path, args, { env })).stdout
  }

  get visitor(): HttpsClient {
    if (!this.#client) throw new Error('The server has not been started')
    return this.#client
  }

  /** What the listener says; `executing` stands for each command that it started. */
  get listenerLog(): string {
    return this.#webhook?.text ?? ''
  }

  /** Until the listener has found the hook of that name. */
  async heard(hook: string): Promise<void> {
    await this.#webhook?.until(hook, (text) => text.includes(`] ${hook} got matched`))
  }

  get hookPort() {
    return this.#ports.hook
  }

  get httpsPort() {
    return this.#ports.https
  }

  /** As GitHub delivers an event. Headers that are given replace its own. */
  deliver(body: string | Buffer, event = 'push', headers: Record<string, string> = {}) {
    const all = { ...deliveryHeaders(event, body, secret), ...headers }
    return this.visitor.ask('/hooks/publish', { method: 'POST', headers: all, body })
  }

  deliverPush = (push: Push): Promise<Answer> => this.deliver(pushPayload(push))

  /** How often a deploy was started. */
  get started(): number {
    return this.listenerLog.match(/\] executing \S*redeploy/g)?.length ?? 0
  }

  /** Until as many deploys have ended as were started. */
  async settled(): Promise<void> {
    const count = (text: string) => text.split('] finished handling publish').length - 1
    const wanted = this.started
    await this.#webhook?.until('finished handling publish', (text) => count(text) >= wanted)
  }

  /** Until these words are on the page, or a deploy has ended without them. */
  async published(words: string): Promise<void> {
    const isThere = async () => (await this.visitor.ask('/')).body.includes(words)
    while (!(await isThere())) {
      const before = this.listenerLog
      await this.#webhook?.until('more words', (text) => text.length > before.length)
    }
  }

  /** Delivers, and waits until the deploy has ended, however it did. */
  async publish(push: Push): Promise<Answer> {
    const answer = await this.begin(push)
    await this.settled()
    return answer
  }

  /** Delivers, and waits until its deploy has begun: the answer comes a moment before. */
  async begin(push: Push): Promise<Answer> {
    const before = this.started
    const answer = await this.deliverPush(push)
    await this.#webhook?.until('executing', () => this.started > before)
    return answer
  }

  /** As certbot leaves a proof for the certificate authority. */
  writeChallenge(token: string, proof: string): void {
    const place = join(this.root, 'var/lib/site-hosting-acme/.well-known/acme-challenge')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, token), proof)
  }

  async stop(): Promise<void> {
    this.#client?.close()
    await this.#webhook?.stop()
    await this.#nginx?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

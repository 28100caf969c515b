/**
 * `npm run portal` as a developer runs it: a process of its own, on free ports, with a copy of firmware/
 * so that nobody's edits disturb it. Waits for what the console says, never for time.
 */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../src/cli/portal/portal.ts', import.meta.url))
const firmware = fileURLToPath(new URL('../../firmware/', import.meta.url))
/** The portal itself waits twenty seconds for a router; the rest is for a busy machine. */
const timeoutMs = 90_000

export interface PortalSetup {
  /** As --networks reads it. */
  networks?: object
  /** As /portal.json. */
  options?: object
  args?: string[]
}

export class PortalProcess {
  /** Everything that was printed. */
  text = ''
  httpPort = 0
  dnsPort = 0
  #listeners = new Set<() => void>()

  private constructor(
    private readonly child: ChildProcess,
    /** Holds firmware/, networks.json and options.json. */
    readonly folder: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text += chunk.toString('utf8')
        this.#listeners.forEach((listener) => listener())
      })
    }
    child.on('exit', () => this.#listeners.forEach((listener) => listener()))
  }

  /** Started, and its portal open. */
  static async start({ networks, options, args = [] }: PortalSetup = {}): Promise<PortalProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'portal-'))
    for (const name of ['main.py', 'boot.py', 'lib']) {
      cpSync(join(firmware, name), join(folder, 'firmware', name), { recursive: true })
    }
    const named = (name: string, content: object | undefined) => {
      if (!content) return []
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(content))
      return [`--${name}`, join(folder, `${name}.json`)]
    }
    const child = spawn(process.execPath, [
      ...['--import', 'tsx', script, '--http', '0', '--dns', '0'],
      ...['--firmware', join(folder, 'firmware')],
      ...named('networks', networks),
      ...named('options', options),
      ...args,
    ])
    const portal = new PortalProcess(child, folder)
    await portal.opened()
    return portal
  }

  /** Waits until the portal is open, as the console says from `from` on. */
  async opened(from = 0): Promise<void> {
    await this.seen(/HTTP Server listening/, from)
    const [, dnsPort] = await this.seen(/\[portal\] DNS on 127\.0\.0\.1 port (\d+)/, from)
    const [, httpPort] = await this.seen(/\[portal\] http:\/\/127\.0\.0\.1:(\d+)\//, from)
    await this.seen(/DNS Server listening/, from)
    this.dnsPort = Number(dnsPort)
    this.httpPort = Number(httpPort)
  }

  /** The first match in what was printed from `from` on. Throws with everything else printed. */
  seen(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer)
        this.#listeners.delete(look)
      }
      const fail = (why: string) => {
        stop()
        reject(new Error(`${why} without ${pattern}:\n${this.text}`))
      }
      const look = () => {
        const match = pattern.exec(this.text.slice(from))
        if (match) {
          stop()
          resolve(match)
        } else if (this.child.exitCode !== null) fail('ended')
      }
      const timer = setTimeout(() => fail(`${timeoutMs / 1000} s`), timeoutMs)
      this.#listeners.add(look)
      look()
    })
  }

  /** As typed on its console. */
  say(line: string): void {
    this.child.stdin?.write(`${line}\n`)
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGINT')
      await once(this.child, 'exit')
    }
    rmSync(this.folder, { recursive: true })
  }
}

/** A server program that runs until it is stopped, and whose words are waited for instead of time. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Only limits a hang. */
const timeoutMs = 30_000

export class Program {
  /** Everything it said. */
  text = ''
  readonly #child: ChildProcess
  readonly #listeners = new Set<() => void>()

  constructor(
    private readonly name: string,
    args: string[],
    env: Record<string, string> = {},
  ) {
    this.#child = spawn(name, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#hear(chunk.toString('utf8')))
    }
    this.#child.on('error', (error) => this.#hear(error.message))
    this.#child.on('exit', () => this.#hear(''))
  }

  #hear(words: string) {
    this.text += words
    this.#listeners.forEach((listener) => listener())
  }

  /** Resolves as soon as `condition` holds; looked at whenever it says something or ends. */
  async until(what: string, condition: (text: string) => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const stop = (then: () => void) => {
        clearTimeout(timer)
        this.#listeners.delete(look)
        then()
      }
      const fail = (why: string) =>
        stop(() => reject(new Error(`${this.name}: ${why} before "${what}":\n${this.text}`)))
      const look = () => {
        if (condition(this.text)) stop(resolve)
        else if (this.#child.exitCode !== null) fail('ended')
      }
      const timer = setTimeout(() => fail(`${timeoutMs / 1000} s`), timeoutMs)
      this.#listeners.add(look)
      look()
    })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.pid === undefined) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await gone
  }
}

/**
 * Firefox's remote protocol, which also reaches the browser's own window: its list of ports is there.
 * "LENGTH:[0, id, command, parameters]" is answered by "LENGTH:[1, id, error, result]".
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import * as v from 'valibot'

const answerSchema = v.tuple([
  v.literal(1),
  v.number(),
  v.nullable(v.looseObject({ error: v.string(), message: v.string() })),
  v.unknown(),
])
const valueSchema = v.looseObject({ value: v.unknown() })
/** As WebDriver names a reference to an element. */
const elementSchema = v.record(v.string(), v.string())

const connectTries = 300
const colon = ':'.charCodeAt(0)

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

export class Marionette {
  #pending = Buffer.alloc(0)
  readonly #waiting = new Map<number, Waiting>()
  #id = 0

  private constructor(private readonly socket: Socket) {
    socket.on('data', (data: Buffer) => this.#take(data))
    socket.on('error', () => undefined)
    socket.on('close', () => this.#giveUp())
  }

  /** To a browser that may still be starting. */
  static async connect(port: number): Promise<Marionette> {
    for (let tries = connectTries; ; tries--) {
      try {
        const marionette = new Marionette(await openSocket(port))
        await marionette.send('WebDriver:NewSession')
        await marionette.send('WebDriver:SetTimeouts', { script: 60_000, pageLoad: 60_000 })
        return marionette
      } catch (error) {
        if (tries === 0) throw error
        await delay(100)
      }
    }
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.#id
    const text = JSON.stringify([0, id, command, parameters])
    this.socket.write(`${Buffer.byteLength(text)}:${text}`)
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  async go(url: string): Promise<void> {
    await this.send('WebDriver:Navigate', { url })
  }

  /** Runs the body of a function in the page; a promise that it returns is waited for. */
  async inPage(script: string, ...args: unknown[]): Promise<unknown> {
    return this.#execute({ script, args, sandbox: null, newSandbox: true })
  }

  /** The same in the browser's own window, with all rights. */
  async inBrowser(script: string, ...args: unknown[]): Promise<unknown> {
    await this.send('Marionette:SetContext', { value: 'chrome' })
    try {
      return await this.#execute({ script, args })
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' })
    }
  }

  /** The element that the body of a function returns; undefined if it returns none. */
  async find(script: string, ...args: unknown[]): Promise<string | undefined> {
    const found = await this.inPage(script, ...args)
    return found === null ? undefined : Object.values(v.parse(elementSchema, found))[0]
  }

  /** A real click, which counts as a user's. */
  async click(element: string): Promise<void> {
    await this.send('WebDriver:ElementClick', { id: element })
  }

  /** Keys for an element; for one that takes files, a path. */
  async type(element: string, text: string): Promise<void> {
    await this.send('WebDriver:ElementSendKeys', { id: element, text })
  }

  async quit(): Promise<void> {
    const quit = this.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
    await Promise.race([quit, delay(5000, undefined, { ref: false })])
    this.socket.destroy()
  }

  async #execute(parameters: object): Promise<unknown> {
    return v.parse(valueSchema, await this.send('WebDriver:ExecuteScript', parameters)).value
  }

  #take(data: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, data])
    for (;;) {
      const at = this.#pending.indexOf(colon)
      const end = at + 1 + Number(this.#pending.subarray(0, Math.max(0, at)))
      if (at < 0 || this.#pending.length < end) return
      const message: unknown = JSON.parse(this.#pending.subarray(at + 1, end).toString())
      this.#pending = this.#pending.subarray(end)
      // The greeting is no answer.
      if (Array.isArray(message)) this.#settle(message)
    }
  }

  #settle(message: unknown): void {
    const [, id, error, result] = v.parse(answerSchema, message)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(`${error.error}: ${error.message}`))
    else waiting?.resolve(result)
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has gone.'))
    this.#waiting.clear()
  }
}

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })
}

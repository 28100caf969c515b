/** The parent's end of board-process.ts. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { PtyBrowser } from './pty-line'
import { answerSchema, type Answer, type OrderName } from './orders'

const script = fileURLToPath(new URL('./board-process.ts', import.meta.url))

interface Waiting {
  resolve(result: Answer['result']): void
  reject(error: Error): void
}

export class BoardHandle {
  #child: ChildProcess
  #ended: Promise<void>
  #id = 0
  #waiting = new Map<number, Waiting>()

  private constructor(program: string, folder: string, browser: PtyBrowser) {
    this.#child = fork(script, [program, folder, browser], { execArgv: ['--import', 'tsx'] })
    this.#child.on('message', (message) => {
      const { id, result } = v.parse(answerSchema, message)
      this.#waiting.get(id)?.resolve(result)
      this.#waiting.delete(id)
    })
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()))
    void this.#ended.then(() => this.#giveUp())
  }

  /**
   * Plugged in, its pseudo-terminal made.
   * @param folder for its socket; gone when the board is, however this process ends
   */
  static async start(
    program: string,
    folder: string,
    browser: PtyBrowser = 'chromium',
  ): Promise<BoardHandle> {
    const handle = new BoardHandle(program, folder, browser)
    await handle.#answer(0)
    return handle
  }

  tell(order: OrderName): Promise<Answer['result']> {
    const id = ++this.#id
    const answer = this.#answer(id)
    this.#child.send({ id, order })
    return answer
  }

  /** Those that the browser has set since this was last asked. */
  async baudRates(): Promise<number[]> {
    return v.parse(v.array(v.number()), await this.tell('baud-rates'))
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    await this.#ended
  }

  #answer(id: number): Promise<Answer['result']> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #giveUp(): void {
    const { exitCode, signalCode } = this.#child
    const error = new Error(`the board's process ended with ${exitCode ?? signalCode}`)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

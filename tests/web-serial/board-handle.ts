/** The parent's end of board-process.ts. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { answerSchema, type Answer, type OrderName } from './orders'

const script = fileURLToPath(new URL('./board-process.ts', import.meta.url))

export class BoardHandle {
  #child: ChildProcess
  #id = 0
  #waiting = new Map<number, (result: Answer['result']) => void>()

  private constructor(program: string, socket: string) {
    this.#child = fork(script, [program, socket], { execArgv: ['--import', 'tsx'] })
    this.#child.on('message', (message) => {
      const { id, result } = v.parse(answerSchema, message)
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    })
  }

  /** Plugged in, its pseudo-terminal made. */
  static async start(program: string, socket: string): Promise<BoardHandle> {
    const handle = new BoardHandle(program, socket)
    await new Promise<void>((resolve, reject) => {
      handle.#waiting.set(0, () => resolve())
      handle.#child.once('exit', (code) => reject(new Error(`the board ended with ${code}`)))
    })
    return handle
  }

  tell(order: OrderName): Promise<Answer['result']> {
    const id = ++this.#id
    this.#child.send({ id, order })
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve)
      this.#child.once('exit', () => reject(new Error(`the board ended at "${order}"`)))
    })
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect()
  }
}

/**
 * A link whose far end follows a script: it takes exactly the bytes that were recorded and gives the
 * recorded answers. A byte that the script does not expect fails the test.
 */
import type { SerialLink } from '../../../src/serial/link'
import { fromLatin1 } from '../../support/bytes'
import { replExchanges, type ReplExchange } from '../../support/golden'

/** The recorded exchange with this name. */
export function recorded(step: string): ReplExchange {
  const found = replExchanges.find((exchange) => exchange.step.trim().startsWith(step))
  if (!found) throw new Error(`Nothing recorded under "${step}"`)
  return found
}

/** Base of the fakes here: a link without a port. */
export abstract class FakeLink implements SerialLink {
  readonly baudRate = 115_200
  readonly ended: Promise<Error | undefined>
  readonly written: number[] = []
  #end!: (error?: Error) => void
  #lost: Error | undefined
  readonly #listeners = new Set<(bytes: Uint8Array) => void>()

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  get listeners(): number {
    return this.#listeners.size
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#lost) throw this.#lost
    await Promise.resolve()
    for (const byte of bytes) {
      this.written.push(byte)
      this.take(byte)
    }
  }

  subscribe(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async setSignals(): Promise<void> {}

  async close(): Promise<void> {
    this.#end()
  }

  lose(error: Error): void {
    this.#lost = error
    this.#end(error)
  }

  say(text: string): void {
    for (const listener of this.#listeners) listener(fromLatin1(text))
  }

  /** One byte has reached the board. */
  protected abstract take(byte: number): void
}

export class ScriptedLink extends FakeLink {
  readonly #script: ReplExchange[]
  #received = ''

  constructor(script: ReplExchange[]) {
    super()
    this.#script = [...script]
  }

  get done(): boolean {
    return this.#script.length === 0
  }

  protected take(byte: number): void {
    const [next] = this.#script
    this.#received += String.fromCharCode(byte)
    if (!next?.tx.startsWith(this.#received)) {
      throw new Error(
        `Unexpected ${JSON.stringify(this.#received)}; expected ${next?.step ?? 'nothing'}`,
      )
    }
    if (this.#received !== next.tx) return
    this.#script.shift()
    this.#received = ''
    this.say(next.rx)
  }
}

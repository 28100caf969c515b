/** What a board says while somebody else talks to it, for those who missed it if the talk comes to nothing. */
import { concatBytes } from '../../bytes/bytes'
import type { SerialLink } from '../../serial/link'

const keptBytes = 64 * 1024

/** What MicroPython says when its program was stopped. */
const interrupted = /KeyboardInterrupt|raw REPL; CTRL-B|^>>> /m

export class Overhearing {
  readonly stop: () => void
  readonly #chunks: Uint8Array[] = []
  #sizeBytes = 0

  constructor(link: Pick<SerialLink, 'subscribe'>) {
    this.stop = link.subscribe((bytes) => this.#keep(bytes))
  }

  /** Of very much the last 64 KiB. */
  get heard(): Uint8Array {
    return concatBytes(this.#chunks)
  }

  get isInterrupted(): boolean {
    return interrupted.test(new TextDecoder('latin1').decode(this.heard))
  }

  #keep(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#sizeBytes += bytes.length
    while (this.#sizeBytes > keptBytes && this.#chunks.length > 1) {
      this.#sizeBytes -= this.#chunks.shift()?.length ?? 0
    }
  }
}

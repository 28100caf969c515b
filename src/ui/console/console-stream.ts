/**
 * A board's bytes on their way to the screen: boot noise is taken out, the rest is kept in the log, and goes,
 * with the time before each line if that is wanted, to whoever draws it. Knows no terminal.
 */
import { BootEvents } from '../../micropython/boot-events'
import { ImprovFilter } from '../../improv/frame-filter'
import type { SerialLink } from '../../serial/link'
import { ConsoleLog } from './console-log'
import { Feed, type Draw } from './feed'
import { Legibility } from './legibility'
import { LineStamps } from './line-stamps'
import { QuietBoot } from './quiet-boot'

/** Gets what is shown, and when it came, in ms since 1970. */
export type StreamListener = (bytes: Uint8Array, ms: number) => void

export interface StreamOptions {
  draw: Draw
  /** Empties the screen, after all that was drawn so far; then calls `then`. */
  restart: (then: () => void) => void
  onGarbled?: (garbled: boolean) => void
}

const silenceMs = 1000
/** More than the scrollback holds of usual lines, and no more than is drawn again at once. */
const redrawnBytes = 256 * 1024

export class ConsoleStream {
  readonly log = new ConsoleLog()
  readonly boots = new BootEvents()
  readonly close: () => void
  readonly #feed: Feed
  readonly #quiet = new QuietBoot()
  readonly #frames = new ImprovFilter()
  readonly #legibility: Legibility
  readonly #listeners = new Set<StreamListener>()
  readonly #restart: StreamOptions['restart']
  #stamps: LineStamps | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  /** What comes meanwhile is drawn with the rest of the log. */
  #isRedrawing = false

  constructor(link: SerialLink, { draw, restart, onGarbled = () => undefined }: StreamOptions) {
    this.#feed = new Feed(draw)
    this.#restart = restart
    this.#legibility = new Legibility(onGarbled)
    const unsubscribe = link.subscribe((bytes) => this.#receive(bytes))
    this.close = () => {
      unsubscribe()
      clearTimeout(this.#silence)
      this.#listeners.clear()
    }
  }

  listen(listener: StreamListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Whether each line begins with its time; what is kept of the log is drawn again. */
  stamp(on: boolean): void {
    if (on === (this.#stamps !== undefined)) return
    this.#stamps = on ? new LineStamps() : undefined
    this.#redraw()
  }

  clear(): void {
    this.#feed.clear()
    this.log.clear()
    // The line that goes on where the screen begins has no beginning of its own any more.
    if (this.#stamps) this.#stamps = new LineStamps()
  }

  #receive(bytes: Uint8Array) {
    const ms = Date.now()
    clearTimeout(this.#silence)
    this.boots.push(bytes, ms)
    const words = this.#frames.push(bytes)
    this.#show(this.#quiet.push(words), ms)
    if (this.#quiet.isHolding || this.#frames.isHolding) {
      this.#silence = setTimeout(() => this.#flush(), silenceMs)
    }
    this.#legibility.push(words)
  }

  #flush() {
    const words = this.#quiet.push(this.#frames.flush())
    for (const bytes of [words, this.#quiet.flush()]) this.#show(bytes, Date.now())
  }

  #show(bytes: Uint8Array, ms: number) {
    if (bytes.length === 0) return
    this.log.push(bytes, ms)
    if (!this.#isRedrawing) this.#draw(bytes, ms)
    for (const listener of this.#listeners) listener(bytes, ms)
  }

  #draw(bytes: Uint8Array, ms: number) {
    this.#feed.push(this.#stamps ? this.#stamps.push(bytes, ms) : bytes)
  }

  #redraw() {
    this.#feed.clear()
    if (this.#isRedrawing) return
    this.#isRedrawing = true
    this.#restart(() => {
      this.#isRedrawing = false
      // By then it may have been switched again: all is drawn as it is wanted now.
      if (this.#stamps) this.#stamps = new LineStamps()
      for (const { bytes, ms } of this.log.segments(redrawnBytes)) this.#draw(bytes, ms)
    })
  }
}

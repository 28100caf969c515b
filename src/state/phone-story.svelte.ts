/**
 * The phone beside the virtual board with all that belongs to it: what is around, the timeline, the guided story. One
 * for the life of the page, as the board is one.
 */
import type { BoardNow } from '../micropython/board-now'
import { LineSplitter } from '../micropython/line-splitter'
import { exchange } from '../phone/http-exchange'
import { PhoneBrowser } from '../phone/browser/phone-browser'
import type { Surroundings } from '../phone/surroundings'
import { phoneSystems, type PhoneSystem, type SystemId } from '../phone/systems'
import type { TimelineEntry } from '../phone/timeline'
import { TimelineRecorder } from '../phone/timeline-recorder'
import type { SerialLink } from '../serial/link'
import { Phone } from './phone.svelte'
import { PhoneAround } from './phone-around.svelte'
import { PhoneGuide } from './phone-guide.svelte'

/** More than a portal ever says. A flood is for the console alone: line by line it would keep the page busy. */
const mostBytesPerSecond = 8 * 1024
// eslint-disable-next-line no-control-regex -- that is what is left out
const unreadable = /[\x00-\x1f\x7f\ufffd]/

export class PhoneStory {
  readonly around: PhoneAround
  readonly guide: PhoneGuide
  readonly #surroundings: Surroundings
  readonly #recorder: TimelineRecorder
  readonly #languages: () => readonly string[]
  #phone = $state.raw() as Phone<PhoneBrowser>
  #entries = $state.raw<readonly TimelineEntry[]>([])
  #dropped = $state(0)
  /** What the board says that it does; undefined without a console. */
  now = $state.raw<BoardNow>()
  /** Of the board's own Wi-Fi, as whoever set it up knows it; undefined: open, or not known. */
  password = $state.raw<string>()

  /** @param languages as in navigator.languages, when a phone is chosen */
  constructor(surroundings: Surroundings, languages: () => readonly string[]) {
    this.#surroundings = surroundings
    this.#languages = languages
    this.around = new PhoneAround(surroundings)
    this.#recorder = new TimelineRecorder(surroundings.clock)
    this.#phone = this.#makePhone(phoneSystems[0] as PhoneSystem)
    // What it did before is over: with power again it starts, whether its console has said so yet or not.
    surroundings.onChange(() => {
      if (!surroundings.isPowered && this.now) this.now = { is: 'starting' }
    })
    this.guide = new PhoneGuide(this, surroundings.clock)
    this.#recorder.onChange(() => {
      this.#entries = this.#recorder.entries
      this.#dropped = this.#recorder.dropped
    })
  }

  get phone(): Phone<PhoneBrowser> {
    return this.#phone
  }

  /** The oldest first. */
  get entries(): readonly TimelineEntry[] {
    return this.#entries
  }

  /** How many entries are no longer kept. */
  get dropped(): number {
    return this.#dropped
  }

  /** Another phone in place of this one, with a timeline of its own. */
  choose(id: SystemId): void {
    const system = phoneSystems.find((one) => one.id === id)
    if (!system || id === this.#phone.system.id) return
    this.guide.stop()
    this.#phone.dispose()
    this.#recorder.clear()
    this.#phone = this.#makePhone(system)
  }

  clearTimeline(): void {
    this.#recorder.clear()
  }

  /** The board's console goes into the timeline from now on; returns a function that ends it. */
  hear(link: SerialLink): () => void {
    const lines = new LineSplitter()
    let second = 0
    let heard = 0
    return link.subscribe((bytes) => {
      const now = Math.floor(performance.now() / 1000)
      if (now !== second) heard = 0
      second = now
      heard += bytes.length
      if (heard > mostBytesPerSecond) return
      for (const line of lines.push(bytes)) {
        if (line.trim() && !unreadable.test(line)) this.#recorder.add({ kind: 'board', line })
      }
    })
  }

  #makePhone(system: PhoneSystem): Phone<PhoneBrowser> {
    const { phone: link, home, clock } = this.#surroundings
    const timeline = this.#recorder
    const openBrowser = ({ sheet: { userAgent } }: PhoneSystem) =>
      new PhoneBrowser(
        (question, options) => exchange(link, question, { ...options, clock, timeline }),
        {
          userAgent,
          languages: this.#languages(),
        },
      )
    return new Phone({ link, system, timeline, home, clock, openBrowser })
  }
}

/**
 * What a program prints, as lines of plain text: control sequences are dropped as the console drops them, and of a
 * flood the end is kept. Shown at most once a frame.
 */
import type { Output } from '../../../state/files/program-run.svelte'
import { ControlFilter } from '../../console/control-filter'

const mostLines = 1000
const mostLineLength = 2000
/** What the filter lets through for a terminal: colours and the cursor, which mean nothing here. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const sequences = /\x1b(?:\[[0-9;?!]*[ -/]*[@-~]|.)/g
// eslint-disable-next-line no-control-regex -- as above
const controls = /[\0-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g

// eslint-disable-next-line no-control-regex -- as above
const carriage = /(\r|\x08)/

export class OutputLines implements Output {
  lines = $state.raw<readonly string[]>([])
  /** Earlier ones were dropped. */
  isCut = $state(false)
  #kept: string[] = ['']
  #decoder = new TextDecoder()
  #filter = new ControlFilter(() => ({ rows: 24, columns: 80 }))
  #rest = ''
  #frame = 0

  begin(): void {
    this.#kept = ['']
    this.#rest = ''
    this.#decoder = new TextDecoder()
    this.isCut = false
    this.#show()
  }

  push(bytes: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(this.#filter.pass(bytes), { stream: true })
    // Half a sequence waits for the rest of it.
    const open = text.lastIndexOf('\x1b')
    const isHalf =
      open >= 0 && text.length - open < 32 && text.slice(open).replace(sequences, '')[0] === '\x1b'
    this.#rest = isHalf ? text.slice(open) : ''
    this.#add((isHalf ? text.slice(0, open) : text).replace(sequences, '').replace(controls, ''))
    this.#frame ||= requestAnimationFrame(() => this.#show())
  }

  #add(text: string): void {
    const [first = '', ...more] = text.replace(/\r+\n/g, '\n').split('\n')
    this.#extend(first)
    for (const line of more) {
      this.#kept.push('')
      this.#extend(line)
    }
    const over = this.#kept.length - mostLines
    if (over > 0) {
      this.#kept.splice(0, over)
      this.isCut = true
    }
  }

  /** A carriage return begins the line anew, as a progress bar does; a backspace takes one character back. */
  #extend(text: string): void {
    let line = this.#kept.pop() ?? ''
    for (const part of text.split(carriage)) {
      if (part === '\x08') line = line.slice(0, -1)
      else if (part === '\r') line = `${line}\r`
      else if (part !== '') line = (line.endsWith('\r') ? '' : line) + part
    }
    this.#kept.push(line.slice(0, mostLineLength))
  }

  #show(): void {
    if (this.#frame) cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const lines = this.#kept.map((line) => line.replace(/\r$/, ''))
    this.lines = lines.at(-1) === '' ? lines.slice(0, -1) : lines
  }
}

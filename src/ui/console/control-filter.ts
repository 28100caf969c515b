/**
 * The control sequences of a board's output on their way to the terminal: those that a console needs pass,
 * with counts no larger than the screen; everything else is dropped. A sequence may be cut anywhere, and
 * one that does not end is given up, so neither memory nor the text behind it is lost to it.
 * The states are those of https://vt100.net/emu/dec_ansi_parser.
 */
import { boundedEscape, boundedSequence, type ScreenSize } from './control-sequences'

const [lineFeed, carriageReturn, bell, cancel, substitute, escape] = [
  0x0a, 0x0d, 7, 0x18, 0x1a, 0x1b,
]
/** First byte in UTF-8 of the 8-bit controls U+0080 to U+009F. */
const c1Lead = 0xc2
/** "[" as a 7-bit control, U+009B as an 8-bit one. */
const csi = 0x5b
/** "]", "P", "X", "^" and "_": what follows is a string up to its terminator. */
const stringStarts = new Set([0x5d, 0x50, 0x58, 0x5e, 0x5f])

/** Parameters and intermediates; the longest that a program sends is a colour of some 20. */
const mostSequenceBytes = 64
/** A title or a link; after that it is a start without an end, such as noise makes. */
const mostStringBytes = 1024

type State =
  | 'ground'
  /** After ESC. */
  | 'escape'
  /** After ESC and an intermediate: a character set or the like, which is dropped. */
  | 'escape-rest'
  | 'csi'
  /** A CSI sequence that is too long. */
  | 'csi-ignored'
  | 'string'

export class ControlFilter {
  #state: State = 'ground'
  /** Parameters and intermediates so far. */
  #sequence = ''
  #stringBytes = 0
  /** The byte before was the first half of an 8-bit control, and has not been passed on yet. */
  #c1Pending = false
  #lastPassed = 0
  #out: number[] = []

  /** @param screenSize asked at each sequence, because a window may be resized */
  constructor(private readonly screenSize: () => ScreenSize) {}

  /** @returns what may be drawn of `bytes`, and of what was held back before */
  pass(bytes: Uint8Array): Uint8Array {
    this.#out = []
    for (const byte of bytes) this.#take(byte)
    return Uint8Array.from(this.#out)
  }

  #take(byte: number): void {
    if (this.#c1Pending) {
      this.#c1Pending = false
      if (byte >= 0x80 && byte <= 0x9f) return this.#control(byte)
      this.#byState(c1Lead)
    }
    if (byte === c1Lead) this.#c1Pending = true
    else this.#byState(byte)
  }

  /** An 8-bit control means the same as ESC and the character 0x40 below it. */
  #control(code: number) {
    if (this.#state === 'string' && code !== 0x9c) return this.#inString(code)
    this.#afterEscape(code - 0x40)
  }

  #byState(byte: number): void {
    if (byte === escape) return void (this.#state = 'escape')
    if (byte === cancel || byte === substitute) return void (this.#state = 'ground')
    if (this.#state === 'string') return this.#inString(byte)
    if (this.#state === 'ground' || byte < 0x20) return this.#plain(byte)
    if (byte >= 0x80) {
      this.#state = 'ground'
      return this.#emit(byte)
    }
    if (byte === 0x7f) return
    if (this.#state === 'escape') return this.#afterEscape(byte)
    if (this.#state === 'escape-rest') return this.#restOfEscape(byte)
    this.#inCsi(byte)
  }

  /**
   * Text; also a control character within a sequence, which counts as if it stood before it. No sequence
   * goes over a line's end: what began there was noise.
   */
  #plain(byte: number) {
    if (isLineEnd(byte)) this.#state = 'ground'
    this.#emit(byte)
  }

  #afterEscape(byte: number) {
    this.#sequence = ''
    this.#stringBytes = 0
    if (byte === csi) this.#state = 'csi'
    else if (stringStarts.has(byte)) this.#state = 'string'
    else if (byte < 0x30) this.#state = 'escape-rest'
    else {
      this.#state = 'ground'
      this.#emit(...bytesOf(boundedEscape(byte)))
    }
  }

  #restOfEscape(byte: number) {
    if (byte >= 0x30) this.#state = 'ground'
  }

  #inCsi(byte: number) {
    if (byte >= 0x40) return this.#endOfCsi(byte)
    if (this.#sequence.length < mostSequenceBytes) this.#sequence += String.fromCharCode(byte)
    else this.#state = 'csi-ignored'
  }

  #endOfCsi(final: number) {
    const wasWhole = this.#state === 'csi'
    this.#state = 'ground'
    if (!wasWhole) return
    const afterText = this.#lastPassed >= 0x20 && this.#lastPassed < 0x7f
    const bounded = boundedSequence(this.#sequence, final, this.screenSize(), afterText)
    if (bounded !== undefined) this.#emit(escape, csi, ...bytesOf(bounded), final)
  }

  #inString(byte: number) {
    if (isLineEnd(byte)) this.#plain(byte)
    else if (byte === bell || ++this.#stringBytes >= mostStringBytes) this.#state = 'ground'
  }

  #emit(...bytes: number[]) {
    this.#out.push(...bytes)
    this.#lastPassed = bytes.at(-1) ?? this.#lastPassed
  }
}

const isLineEnd = (byte: number) => byte === lineFeed || byte === carriageReturn

const bytesOf = (text: string) => Array.from(text, (character) => character.charCodeAt(0))

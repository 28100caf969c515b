/**
 * A board by the rules of pyexec.c, reduced to what these tests need: code is not run but looked up
 * in `programs`; "hang" runs until Ctrl-C.
 */
import { FakeLink, recorded } from './scripted-link'

const rawBanner = recorded('enter raw REPL').rx
const friendlyPrompt = recorded('interrupt at prompt').rx
const stopped = recorded('Ctrl-C stops it').rx.replace('>>> ', '')

export class SmallBoard extends FakeLink {
  mode: 'running' | 'unresponsive' | 'friendly' | 'raw' | 'paste' = 'friendly'
  knowsRawPaste = true
  ignoredInterrupts = 0
  inputBytes = 0
  afterInterrupt: 'friendly' | 'raw' = 'friendly'
  #line = ''
  #holdsGrants = false
  #heldGrants = 0

  /** The board is slow: it has read nothing yet, as far as the host can tell. */
  set holdsGrants(hold: boolean) {
    this.#holdsGrants = hold
    if (!hold) while (this.#heldGrants-- > 0) this.say('\x01')
  }

  protected take(byte: number): void {
    if (this.mode === 'unresponsive') return
    const character = String.fromCharCode(byte)
    if (this.mode === 'running') this.#whileRunning(character)
    else if (this.mode === 'friendly') this.#atFriendlyPrompt(character)
    else if (this.mode === 'raw') this.#atRawPrompt(character)
    else this.#inRawPaste(character)
  }

  #whileRunning(character: string) {
    if (character !== '\x03' || this.ignoredInterrupts-- > 0) return
    this.mode = this.afterInterrupt
    this.say(this.mode === 'raw' ? `\x04${stopped}\x04>` : `${stopped}>>> `)
  }

  #atFriendlyPrompt(character: string) {
    if (character === '\x03') this.say(friendlyPrompt)
    if (character !== '\x01') return
    this.mode = 'raw'
    this.say(rawBanner)
  }

  #atRawPrompt(character: string) {
    if (character === '\x01' && this.#line === '\x05A' && this.knowsRawPaste) {
      this.#line = ''
      this.mode = 'paste'
      this.inputBytes = 0
      this.say(recorded('raw paste handshake').rx)
    } else if (character === '\x01') {
      this.#line = ''
      this.say(rawBanner.trimStart())
    } else if (character === '\x02') {
      this.mode = 'friendly'
      this.say(recorded('leave raw REPL').rx)
    } else if (character === '\x03') this.#line = ''
    else if (character === '\x04') this.#run('OK')
    else this.#line += character
  }

  #inRawPaste(character: string) {
    if (character === '\x04') return this.#run('\x04')
    if (character === '\x03') {
      this.#line = ''
      this.mode = 'raw'
      return this.say(`\x04\x04${stopped}\x04>`)
    }
    this.#line += character
    if (++this.inputBytes % 128 === 0) this.#grant()
  }

  #grant() {
    if (this.#holdsGrants) this.#heldGrants++
    else this.say('\x01')
  }

  /** Takes its time, and what is sent meanwhile is lost. */
  #reboot(confirmation: string) {
    this.mode = 'unresponsive'
    this.say(`${confirmation}\x04\x04\r\nMPY: soft reboot\r\n`)
    setTimeout(() => {
      this.mode = 'raw'
      this.say(rawBanner.trimStart())
    }, 500)
  }

  #run(confirmation: string) {
    const code = this.#line
    this.#line = ''
    this.mode = code === 'hang' ? 'running' : 'raw'
    this.afterInterrupt = 'raw'
    if (code === 'exit') return this.#reboot(confirmation)
    if (code === 'fail') return this.say(`${confirmation}\x04${stopped}\x04>`)
    const number = /print\((\d+)\)$/.exec(code)?.[1]
    const output = number ? `${number}\r\n\x04\x04>` : code === 'hang' ? 'working\r\n' : '\x04\x04>'
    this.say(confirmation + output)
  }
}

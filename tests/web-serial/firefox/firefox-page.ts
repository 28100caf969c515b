/** What a visitor does on the page in Firefox, as ../page-steps.ts does it with Playwright. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as v from 'valibot'
import { smallOfficialImage } from '../firmware-file'
import { answerChooser } from './chooser'
import type { Marionette } from './marionette'

/** Only hangs take that long. */
const hangMs = 30_000
const installMs = 120_000
const stepMs = 100
/** Looks between two tries to get a prompt: two seconds. */
const pressEvery = 20

const visibleText = 'return document.body.innerText'
const findButton = `return Array.from(document.querySelectorAll('button')).find(
  (button) => button.innerText.trim() === arguments[0] && !button.disabled && button.checkVisibility(),
) ?? null`
const findSummary = `return Array.from(document.querySelectorAll('summary, label')).find(
  (one) => one.innerText.trim().startsWith(arguments[0]) && one.checkVisibility(),
) ?? null`
const findField = `const label = Array.from(document.querySelectorAll('label')).find(
  (one) => one.innerText.trim().startsWith(arguments[0]) && one.checkVisibility(),
)
return label?.control ?? null`
const findOne = `return document.querySelector(arguments[0])`
const terminalText = `return document.querySelector('.xterm-rows')?.textContent ?? ''`

export class FirefoxPage {
  constructor(
    readonly marionette: Marionette,
    private readonly origin: string,
  ) {}

  async open(path = '/'): Promise<void> {
    await this.marionette.go(this.origin + path)
  }

  async reload(): Promise<void> {
    await this.marionette.send('WebDriver:Refresh')
  }

  /** Waits for the button, which is enabled, and clicks it. */
  async press(name: string): Promise<void> {
    const button = await this.#until(`a button “${name}”`, hangMs, () =>
      this.marionette.find(findButton, name),
    )
    await this.marionette.click(button)
  }

  /** Clicks what opens a part of the page, by its words. */
  async openSummary(name: string): Promise<void> {
    const summary = await this.#until(`“${name}”`, hangMs, () =>
      this.marionette.find(findSummary, name),
    )
    await this.marionette.click(summary)
  }

  async fill(label: string, text: string): Promise<void> {
    const field = await this.#until(`a field “${label}”`, hangMs, () =>
      this.marionette.find(findField, label),
    )
    await this.marionette.type(field, text)
  }

  async sees(words: RegExp | string, timeoutMs = hangMs): Promise<void> {
    await this.#until(String(words), timeoutMs, async () => {
      const text = String(await this.marionette.inPage(visibleText))
      return typeof words === 'string' ? text.includes(words) : words.test(text)
    })
  }

  /** Connect, and the first port of Firefox's list. @returns what the list showed */
  async connect(): Promise<string[]> {
    await this.press('Connect')
    const names = await answerChooser(this.marionette)
    await this.sees('ESP8266EX')
    return names
  }

  async chooseFirmware(folder: string): Promise<void> {
    const { name, buffer } = smallOfficialImage()
    const path = join(folder, name)
    writeFileSync(path, buffer)
    const css = 'input[type=file]:not([webkitdirectory]):not([multiple])'
    const input = await this.#until('the place for a file', hangMs, () =>
      this.marionette.find(findOne, css),
    )
    await this.marionette.type(input, path)
  }

  portalRuns(): Promise<void> {
    return this.sees('Your portal is running', installMs)
  }

  /** The progress of writing, once it is past `percent`. */
  async writesPast(percent: number): Promise<void> {
    const script = `return Number(document.querySelector('progress')?.value ?? 0)`
    await this.#until(`${percent} % written`, hangMs, async () => {
      const value = Number(await this.marionette.inPage(script))
      return value >= percent
    })
  }

  /** Stops what runs on the board and calculates: keys to the board, and its answer, both seen. */
  async calculate(sum: string, result: number): Promise<void> {
    await this.terminalShows('DNS Server listening')
    // A key before MicroPython listens is lost, on every board: whoever sees no prompt presses again.
    let presses = 0
    await this.#until('a prompt', hangMs, async () => {
      if (presses++ % pressEvery === 0) await this.press('Ctrl-C')
      return String(await this.marionette.inPage(terminalText)).includes('>>>')
    })
    const keys = await this.marionette.find(findOne, '.xterm-helper-textarea')
    await this.marionette.type(keys!, `print(${sum})\uE007`)
    await this.terminalShows(String(result))
  }

  async terminalShows(words: string): Promise<void> {
    await this.#until(`“${words}” in the console`, hangMs, async () =>
      String(await this.marionette.inPage(terminalText)).includes(words),
    )
  }

  async grantedPorts(): Promise<number> {
    const script = 'return navigator.serial.getPorts().then((ports) => ports.length)'
    return v.parse(v.number(), await this.marionette.inPage(script))
  }

  async seesPort(isThere: boolean): Promise<void> {
    const script =
      'return navigator.serial.getPorts().then((ports) => ports.some((port) => port.connected))'
    await this.#until(`the port ${isThere ? 'there' : 'gone'}`, hangMs, async () =>
      Boolean((await this.marionette.inPage(script)) === isThere),
    )
  }

  /** The service worker has what a visit needs. */
  async keptForLater(): Promise<void> {
    const script = `return navigator.serviceWorker.getRegistration().then((one) => !!one?.active)`
    await this.#until('a service worker', hangMs, async () =>
      Boolean(await this.marionette.inPage(script)),
    )
  }

  async setOffline(isOffline: boolean): Promise<void> {
    await this.marionette.inBrowser('Services.io.offline = arguments[0]', isOffline)
  }

  /** Whether the server answers, past every cache and the service worker. */
  async reaches(path: string): Promise<boolean> {
    const script = `return fetch(arguments[0], { cache: 'no-store' }).then(() => true, () => false)`
    return Boolean(await this.marionette.inPage(script, path))
  }

  async #until<T>(
    what: string,
    timeoutMs: number,
    look: () => Promise<T | undefined | false>,
  ): Promise<T> {
    for (const end = Date.now() + timeoutMs; ; await delay(stepMs)) {
      const found = await look()
      if (found !== undefined && found !== false) return found
      if (Date.now() < end) continue
      const text = String(await this.marionette.inPage(visibleText))
      throw new Error(
        `Not seen in ${timeoutMs} ms: ${what}. The page says:\n${text.slice(0, 4000)}`,
      )
    }
  }
}

/**
 * `npm run portal` while it runs: starts the board again when its files or its script change, and does
 * what is typed. Knows neither command line nor process.
 */
import { formValuesPath, portalSettingsPath } from '../../provision/files/paths'
import { readFileSync } from 'node:fs'
import type { FirmwareFile } from '../../../firmware/bundle'
import { realClock } from '../../virtual-board/clock'
import { commandHelp, parseCommand } from '../../virtual-board/radio-script/commands'
import { emptyScript, parseScript } from '../../virtual-board/radio-script/script'
import { appFiles } from './app-files'
import { firmwareFiles, sameFiles, watchFiles } from './firmware-files'
import type { PortalArguments } from './portal-arguments'
import { PortalBoard, type PortalBoardOptions } from './portal-board'
import type { PortalConsole } from './portal-console'

const boardHelp = `
  restart            switches the board off and on
  press GPIO [SECONDS]  holds the button at that GPIO, for a second unless something else is said
  forget             the same, with everything erased that it remembers
  > CODE             types CODE at the board's prompt, when the portal has ended
  stop               presses Ctrl-C there
  help               this list`

export class PortalSession {
  readonly #given: PortalArguments
  readonly #board: PortalBoard
  readonly #console: PortalConsole
  #running: { files: FirmwareFile[]; script: string } | undefined
  #stopWatching = () => {}

  constructor(
    given: PortalArguments,
    console: PortalConsole,
    fail: (error: Error) => void,
    onOpen?: PortalBoardOptions['onOpen'],
  ) {
    this.#given = given
    this.#console = console
    const print = (bytes: Uint8Array) => console.print(bytes)
    const tell = (text: string) => console.tell(text)
    this.#board = new PortalBoard({
      clock: realClock(given.speed),
      ...given,
      print,
      tell,
      fail,
      onOpen,
    })
  }

  /** @throws Error if a file that was named is missing or makes no sense */
  async start(): Promise<void> {
    await this.#startBoard()
    this.#stopWatching = watchFiles(
      this.#given,
      this.#given.networksPath,
      () => void this.#onChange(),
    )
  }

  stop(): void {
    this.#stopWatching()
    this.#board.stop()
  }

  get accessPoint(): PortalBoard['accessPoint'] {
    return this.#board.accessPoint
  }

  /** One line from the developer. */
  async take(line: string): Promise<void> {
    try {
      const answer = await this.#perform(line.trim())
      if (answer) this.#console.tell(answer)
    } catch (error) {
      this.#complain(error)
    }
  }

  async #perform(line: string): Promise<string | undefined> {
    if (line.startsWith('>')) return void this.#board.type(line.slice(1).trimStart() + '\r')
    switch (line) {
      case '':
        return undefined
      case 'help':
        return boardHelp + commandHelp
      case 'stop':
        return void this.#board.type('\x03')
      case 'forget':
        this.#board.stop()
        this.#board.forget()
        return void (await this.#startBoard())
      case 'restart':
        return void (await this.#startBoard())
      default:
        if (line.startsWith('press ')) return this.#press(line.split(/ +/).slice(1).map(Number))
        return this.#board.scriptRunner?.perform(parseCommand(line))
    }
  }

  /** @throws Error with words for the user */
  #press([pin = NaN, seconds = 1]: number[]): string {
    if (!Number.isInteger(pin) || pin < 0 || pin > 16 || !(seconds > 0 && seconds <= 60))
      throw new Error('press needs a GPIO from 0 to 16, and at most 60 seconds')
    this.#board.press(pin, seconds * 1000)
    return `the button at GPIO${pin} is held for ${seconds} s`
  }

  async #startBoard(): Promise<void> {
    const script = this.#readScript()
    const files = await this.#readFiles()
    this.#running = { files, script }
    this.#board.stop()
    this.#board.start(files, script ? parseScript(script) : emptyScript)
  }

  async #onChange(): Promise<void> {
    try {
      const isSame =
        this.#running?.script === this.#readScript() &&
        sameFiles(this.#running.files, await this.#readFiles())
      if (isSame) return
      this.#console.tell('changed: starting again')
      await this.#startBoard()
    } catch (error) {
      this.#complain(error)
    }
  }

  #readScript(): string {
    const { networksPath } = this.#given
    return networksPath ? readFileSync(networksPath, 'utf8') : ''
  }

  async #readFiles(): Promise<FirmwareFile[]> {
    const { optionsPath, settingsPath, app } = this.#given
    const files = await firmwareFiles(this.#given)
    const options = optionsPath ? readFileSync(optionsPath) : undefined
    if (app) files.push(...appFiles(app, options))
    else if (options) files.push({ path: portalSettingsPath, bytes: options })
    if (settingsPath) files.push({ path: formValuesPath, bytes: readFileSync(settingsPath) })
    return files
  }

  #complain(error: unknown): void {
    this.#console.tell(error instanceof Error ? error.message : String(error))
  }
}

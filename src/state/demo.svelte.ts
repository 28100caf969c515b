/**
 * The demo that `#demo` leads to: the virtual board with the preset of a first visit, by the same verbs as everybody's
 * installation, so that what is on it is the same. Stores nothing, and begins only where no board is in use.
 */
import { defaultPresets } from '../presets/defaults'
import type { FirmwareServices } from './firmware.svelte'
import { installRequest } from './install-request'
import type { SessionState } from './session-state'
import type { Session } from './session.svelte'

export class Demo {
  readonly #session: Session
  readonly #firmware: Pick<FirmwareServices, 'demo'>
  #at = $state<'connecting' | 'installing' | 'ready' | 'failed'>()

  constructor(session: Session, firmware: Pick<FirmwareServices, 'demo'>) {
    this.#session = session
    this.#firmware = firmware
  }

  /** Undefined: there is none. */
  get at() {
    return this.#at
  }

  /** @returns false if a board is in use: nothing was done */
  start(): boolean {
    if (this.#session.state.at !== 'disconnected') return false
    this.#at = 'connecting'
    this.#run().catch(() => this.#at && (this.#at = 'failed'))
    return true
  }

  async leave(): Promise<void> {
    this.#at = undefined
    await this.#session.disconnect()
  }

  async #run(): Promise<void> {
    const [preset] = defaultPresets()
    const { bytes } = await this.#firmware.demo()
    // Left meanwhile, or somebody has connected a board.
    if (!preset || this.#at !== 'connecting' || this.#state().at !== 'disconnected') return
    await this.#session.connect('virtual')
    const state = this.#state()
    if (state.at === 'ready' && state.kind === 'virtual' && this.#at === 'connecting') {
      this.#at = 'installing'
      await this.#session.install(installRequest(preset, bytes, 'virtual'))
    }
    if (this.#at) this.#at = this.#state().at === 'running' ? 'ready' : 'failed'
  }

  /** Read anew: it changes while this waits. */
  #state(): SessionState {
    return this.#session.state
  }
}

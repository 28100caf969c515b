/**
 * What a person decides for the board at hand before Install: choices, the request made of them, and the
 * plan for it. Knows nothing of how it is shown.
 */
import type { DeviceError } from '../errors'
import type { Preset } from '../presets/schema'
import type { InstallPlan } from '../provision/plan/plan'
import type { InstallRequest, PortalSettings, UpdateRequest } from '../provision/request'
import type { BoardPasswords } from './board-passwords.svelte'
import type { ExtraFiles } from './extra-files.svelte'
import type { FirmwareOffer } from './firmware.svelte'
import {
  choicesAfter,
  installRequest,
  placeBytes,
  tried,
  wifiProblem,
  type InstallChoices,
} from './install-request'
import type { OwnApps } from './own-apps.svelte'
import { Planning } from './planning.svelte'
import { wantsOwnPassword, type BoardsOwn } from './portal-settings'
import type { ReadyState } from './session-state'
import { updateRequest } from './update-request'
import type { WifiDraft } from './wifi-draft.svelte'

/** What is kept in this browser beside presets, and what was typed for this board. */
export interface DecisionStores {
  extra: ExtraFiles
  ownApps: OwnApps
  wifi: WifiDraft
  /** Of boards of this kind. */
  passwords: BoardPasswords
}

/** What becomes of the password of the board's set-up network; `new`: made now, for this board alone. */
export type PasswordFate = 'open' | 'shared' | 'new' | 'kept'

/** What the page has at the moment; read again whenever it changes. */
export interface DecisionSources {
  preset: Preset
  ready: ReadyState
  firmware: FirmwareOffer
}

export class InstallDecision {
  readonly planning = new Planning()
  readonly #now: () => DecisionSources
  readonly #extra: ExtraFiles
  readonly #ownApps: OwnApps
  readonly #passwords: BoardPasswords
  readonly wifi: WifiDraft
  #chosen = $state<Omit<InstallChoices, 'wifi'>>({ owners: 'keep' })
  /** What is erased was agreed to. */
  understood = $state(false)

  constructor(now: () => DecisionSources, { extra, ownApps, wifi, passwords }: DecisionStores) {
    this.#now = now
    this.#extra = extra
    this.#ownApps = ownApps
    this.#passwords = passwords
    this.wifi = wifi
    const { wifi: before, ...chosen } = choicesAfter(now().ready.retry)
    this.#chosen = chosen
    if (before.name && !wifi.name) wifi.set(before)
  }

  get owners(): InstallChoices['owners'] {
    return this.#chosen.owners
  }

  set owners(owners: InstallChoices['owners']) {
    this.#chosen.owners = owners
  }

  readonly erase = $derived.by(() =>
    this.#now().preset.flash.eraseAll ? 'everything' : this.#chosen.erase,
  )
  /** False where the preset itself wants everything erased. */
  readonly canSpare = $derived.by(() => !this.#now().preset.flash.eraseAll)

  eraseEverything(): void {
    this.#chosen.erase = 'everything'
    this.understood = false
  }

  /** Install without erasing after all. */
  spare(): void {
    this.#chosen.erase = undefined
    this.understood = false
  }

  readonly #wanted = $derived.by(() => tried(this.#now().preset, this.#now().ready.retry?.before))
  readonly appsLoading = $derived.by(
    () => this.#wanted.app !== undefined && !this.#ownApps.isLoaded,
  )
  readonly #wantsOwnPassword = $derived.by(() => wantsOwnPassword(this.#wanted))
  readonly passwordFate = $derived.by((): PasswordFate => {
    const { password } = this.#wanted.portal
    if (password?.is !== 'own') return password ? 'shared' : 'open'
    return this.#passwords.hasOwn(this.#now().ready.identity.mac) ? 'kept' : 'new'
  })
  readonly wifiProblem = $derived.by(() => wifiProblem(this.wifi.value))
  readonly #isComplete = $derived.by(
    () =>
      !this.wifiProblem &&
      this.#extra.isFine &&
      !this.appsLoading &&
      (!this.#wantsOwnPassword || this.#passwords.isLoaded),
  )

  get #own(): BoardsOwn {
    const app = this.#ownApps.filesOf(this.#wanted.app)
    if (!this.#wantsOwnPassword) return { app }
    return { app, password: this.#passwords.ownOf(this.#now().ready.identity.mac) }
  }

  /** Undefined while something is missing or not right. */
  readonly request: InstallRequest | undefined = $derived.by(() => {
    const { firmware, ready } = this.#now()
    if (firmware.at !== 'ready' || !this.#isComplete) return undefined
    const choices = { ...this.#chosen, wifi: this.wifi.value }
    const { bytes } = firmware
    return installRequest(this.#wanted, bytes, ready.kind, choices, this.#extra.files, this.#own)
  })

  /** Of files alone: needs no firmware, so it is possible where this server has none. */
  readonly filesRequest: UpdateRequest | undefined = $derived.by(() => {
    if (!this.#isComplete) return undefined
    return updateRequest(this.#wanted, this.#own, {
      extraFiles: this.#extra.files,
      wifi: this.wifi.name ? this.wifi.value : undefined,
    })
  })

  /** Before `portal` is written: this browser knows from now on what the board gets. */
  keepPassword({ password }: PortalSettings): void {
    const { mac } = this.#now().ready.identity
    if (password) void this.#passwords.keep(mac, password, this.#wantsOwnPassword)
  }

  /** Complete, and for what is wanted now. */
  get current(): InstallPlan | undefined {
    const { offer } = this.planning
    return offer.at === 'ready' ? offer.plan : undefined
  }

  /** The one to show: perhaps of a moment ago, or not complete. */
  get shown(): InstallPlan | undefined {
    const { offer } = this.planning
    return offer.at === 'ready' ? offer.plan : offer.last
  }

  get failure(): DeviceError | undefined {
    const { offer } = this.planning
    return offer.at === 'failed' ? offer.error : undefined
  }

  /** Paths of the extra files that can go along. */
  readonly extraPaths = $derived.by(() =>
    this.#extra.list.filter(({ problem }) => !problem).map(({ path }) => path),
  )

  /** What the files of this board may take. */
  readonly capacityBytes = $derived.by(() => {
    const { firmware, ready } = this.#now()
    const { flashSizeBytes } = ready.identity
    if (firmware.at !== 'ready') return flashSizeBytes
    return placeBytes(firmware.facts.variant, flashSizeBytes)
  })
}

/** From what a preset and a person say to what the job needs: the one place where they meet. */
import { filesystemPlace } from '../images/flash-layout'
import { blockSizeBytes } from '../images/littlefs/geometry'
import m from '../messages/compiled/wifi-rules'
import { flashSizeBytesOf } from '../presets/flash-size'
import { baudRates, type Preset } from '../presets/schema'
import type { InstallRequest, Owners } from '../provision/request'
import type { BoardFile } from '../micropython/board-file'
import type { Bytes } from './firmware.svelte'
import { portalSettings, type BoardsOwn } from './portal-settings'
import type { BoardKind, RetryWithErase } from './session-state'

/** For this installation only: in no preset, in no link, in no log. */
export interface InstallChoices {
  owners: Owners
  /** An empty name: the portal will ask for the network. */
  wifi: { name: string; password: string }
  /** Agreed to after a failure. */
  erase?: RetryWithErase['erase']
}

export const noChoices: InstallChoices = { owners: 'keep', wifi: { name: '', password: '' } }

/** @param retry of the ready state, after a failed attempt */
export const choicesAfter = (retry?: RetryWithErase): InstallChoices => ({
  owners: retry?.before?.owners ?? 'keep',
  wifi: retry?.before?.wifi ? { ...retry.before.wifi } : { name: '', password: '' },
  erase: retry?.erase,
})

/** The preset with what the attempts before have found out about this board. */
export function tried(preset: Preset, before?: InstallRequest): Preset {
  if (!before) return preset
  const baudRate = baudRates.find((rate) => rate === before.baudRate) ?? preset.flash.baudRate
  return { ...preset, flash: { ...preset.flash, mode: before.flashMode, baudRate } }
}

/** What the files of a board may take, in bytes; its whole flash where the variant is not known. */
export function placeBytes(variant: string | undefined, flashSizeBytes: number): number {
  const known = variants.find((one) => one === variant)
  const place = known && filesystemPlace(known, flashSizeBytes)
  return place ? place.blockCount * blockSizeBytes : flashSizeBytes
}

const variants = ['GENERIC', 'FLASH_1M'] as const

export function installRequest(
  preset: Preset,
  firmware: Bytes,
  kind: BoardKind,
  { owners, wifi, erase }: InstallChoices = noChoices,
  extraFiles?: BoardFile[],
  own?: BoardsOwn,
): InstallRequest {
  const { flash } = preset
  const eraseAll = flash.eraseAll || erase === 'everything'
  return {
    firmware,
    flashMode: flash.mode,
    flashSizeBytes: flashSizeBytesOf(flash.size),
    baudRate: flash.baudRate,
    eraseAll,
    virtual: kind === 'virtual',
    portal: portalSettings(preset, own),
    // Who erases wants none of it back.
    owners: eraseAll || erase ? 'replace' : owners,
    wifi: wifi.name ? { ...wifi } : undefined,
    filesystem: erase === 'files' && !eraseAll ? 'format' : undefined,
    extraFiles,
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** IEEE 802.11: a name of at most 32 bytes; no key, a passphrase, or a key of 64 hex digits. */
export function wifiProblem({ name, password }: InstallChoices['wifi']): string | undefined {
  if (!name) return password ? m.nameNeeded() : undefined
  if (bytesOf(name) > 32) return m.nameLength()
  const length = bytesOf(password)
  if (length === 64) return /^[0-9a-f]+$/i.test(password) ? undefined : m.hexKey()
  // WEP's keys of five characters are for the sign-in page, which knows what the network uses.
  if (length === 0 || (length >= 8 && length <= 63)) return undefined
  return length === 5 ? m.wepKey() : m.passwordLength()
}

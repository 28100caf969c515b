/** From what a preset and a person say to what the job needs: the one place where they meet. */
import type { Preset } from '../presets/schema'
import type { OnePassRequest, Owners } from '../provision/one-pass-request'
import type { Bytes } from './firmware.svelte'
import type { BoardKind } from './session-state'

/** For this installation only: in no preset, in no link, in no log. */
export interface InstallChoices {
  owners: Owners
  /** An empty name: the portal will ask for the network. */
  wifi: { name: string; password: string }
}

export const noChoices: InstallChoices = { owners: 'keep', wifi: { name: '', password: '' } }

export function installRequest(
  { flash, portal }: Preset,
  firmware: Bytes,
  kind: BoardKind,
  { owners, wifi }: InstallChoices = noChoices,
): OnePassRequest {
  return {
    firmware,
    flashMode: flash.mode,
    baudRate: flash.baudRate,
    eraseAll: flash.eraseAll,
    virtual: kind === 'virtual',
    portal: { ...portal },
    // Who erases the whole flash wants none of it back.
    owners: flash.eraseAll ? 'replace' : owners,
    wifi: wifi.name ? { ...wifi } : undefined,
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** IEEE 802.11: a name of at most 32 bytes; no key, a passphrase, or a key of 64 hex digits. */
export function wifiProblem({ name, password }: InstallChoices['wifi']): string | undefined {
  if (!name) return password ? 'A network name is needed, too.' : undefined
  if (bytesOf(name) > 32) return 'A network name has at most 32 bytes.'
  const length = bytesOf(password)
  const isKey = length === 64 && /^[0-9a-f]+$/i.test(password)
  if (length === 0 || (length >= 8 && length <= 63) || isKey) return undefined
  return 'A Wi-Fi password has 8 to 63 characters; leave it empty for an open network.'
}

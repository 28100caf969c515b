/** Keys in words: what each kind is good for, and what the storage's troubles mean for them. */
import type { DeviceErrorCode } from '../../errors'
import type { HelpEntry } from '../../help/entry'
import m from '../../messages/compiled/keys'
import { canExport, signingPart, type SigningKey } from '../../presets/keys/key'

/** "Shared secret: signs and checks. Cannot be read out of this browser." */
export function keyWords(key: SigningKey): string {
  if (!signingPart(key)) return m.kind.publicOnly()
  if (key.algorithm === 'hs256')
    return canExport(key) ? m.kind.sharedSecretExportable() : m.kind.sharedSecret()
  return canExport(key) ? m.kind.pairExportable() : m.kind.pair()
}

const storage: Partial<Record<DeviceErrorCode, HelpEntry>> = {
  'storage-damaged': {
    title: m.storageDamaged.title,
    cause: m.storageDamaged.cause,
    steps: [m.storageDamaged.othersWork, m.storageDamaged.addAgain],
  },
  'storage-blocked': {
    title: m.storageBlocked.title,
    cause: m.storageBlocked.cause,
    steps: [m.storageBlocked.untilClosed],
  },
  'storage-newer': {
    title: m.storageNewer.title,
    cause: m.storageNewer.cause,
    steps: [m.storageNewer.reload, m.storageNewer.untilClosed],
  },
}

/** The help entries of these codes speak of presets. */
export const storageWords = (code: DeviceErrorCode): HelpEntry | undefined => storage[code]

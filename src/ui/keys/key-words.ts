/** Keys in words: what each kind is good for, and what the storage's troubles mean for them. */
import type { DeviceErrorCode } from '../../errors'
import type { HelpEntry } from '../../help/entry'
import { canExport, signingPart, type SigningKey } from '../../presets/keys/key'

/** "Shared secret: signs and checks. Cannot be read out of this browser." */
export function keyWords(key: SigningKey): string {
  if (!signingPart(key)) return 'Somebody else’s public key: checks, signs nothing.'
  const kind = key.algorithm === 'hs256' ? 'Shared secret' : 'Your own key pair'
  const leaves = canExport(key) ? 'Can be exported.' : 'Cannot be read out of this browser.'
  return `${kind}: signs and checks. ${leaves}`
}

/** The help entries of these codes speak of presets. */
export function storageWords(code: DeviceErrorCode): HelpEntry | undefined {
  if (code === 'storage-damaged') {
    return {
      title: () => 'Some stored keys could not be read',
      cause: () =>
        'The data in your browser is damaged or from another version. It was set aside there.',
      steps: [() => 'The other keys work as usual.', () => 'Add what you miss again.'],
    }
  }
  if (code === 'storage-blocked') {
    return {
      title: () => 'Your browser does not let this page keep keys',
      cause: () => 'Private windows and strict settings forbid storage.',
      steps: [() => 'Keys that you add last only until you close the page.'],
    }
  }
  if (code === 'storage-newer') {
    return {
      title: () => 'Some keys are from a newer version of this page',
      cause: () =>
        'This page does not know everything that is in them, so it leaves them in your browser as they are.',
      steps: [
        () => 'Reload this page to get its newest version.',
        () =>
          'If the whole list is from there, what you change lasts only until you close this page.',
      ],
    }
  }
  return undefined
}

/** Words for presets, links and the browser's storage. */
import m from '../messages/compiled/help-presets'
import type { HelpEntry } from './entry'

export const presetHelp = {
  'link-damaged': {
    title: m.linkDamaged.title,
    cause: m.linkDamaged.cause,
    steps: [m.linkDamaged.copyAgain],
    again: false,
  },
  'link-too-big': {
    title: m.linkTooBig.title,
    cause: m.linkTooBig.cause,
    steps: [m.linkTooBig.file],
    again: false,
  },
  'link-newer': {
    title: m.linkNewer.title,
    cause: m.linkNewer.cause,
    steps: [m.linkNewer.reload],
    again: false,
  },
  'preset-invalid': {
    title: m.presetInvalid.title,
    cause: m.presetInvalid.cause,
    steps: [m.presetInvalid.askAgain],
    again: false,
  },
  'key-invalid': {
    title: m.keyInvalid.title,
    cause: m.keyInvalid.cause,
    steps: [m.keyInvalid.copyAgain],
    again: false,
  },
  'app-unknown': {
    title: m.appUnknown.title,
    cause: m.appUnknown.cause,
    steps: [m.appUnknown.otherApp, m.appUnknown.otherPage],
    again: false,
  },
  'app-changed': {
    title: m.appChanged.title,
    cause: m.appChanged.cause,
    steps: [m.appChanged.chooseAgain, m.appChanged.untouched],
    again: false,
  },
  'storage-damaged': {
    title: m.storageDamaged.title,
    cause: m.storageDamaged.cause,
    steps: [m.storageDamaged.goOn, m.storageDamaged.download],
    action: 'rescue',
    again: false,
  },
  'storage-blocked': {
    title: m.storageBlocked.title,
    cause: m.storageBlocked.cause,
    steps: [m.storageBlocked.closeTabs, m.storageBlocked.exportFile],
    again: false,
  },
  'storage-newer': {
    title: m.storageNewer.title,
    cause: m.storageNewer.cause,
    steps: [m.storageNewer.reload, m.storageNewer.download],
    action: 'rescue',
    again: false,
  },
} satisfies Record<string, HelpEntry>

/** Words for firmware files. Nothing has been written to the board when one of these is shown. */
import m from '../messages/compiled/help-images'
import type { HelpEntry } from './entry'

export const imageHelp = {
  'image-not-esp8266': {
    title: m.imageNotEsp8266.title,
    cause: m.imageNotEsp8266.cause,
    steps: [m.official],
    action: 'other-file',
    again: false,
  },
  'image-damaged': {
    title: m.imageDamaged.title,
    cause: m.imageDamaged.cause,
    steps: [m.official],
    action: 'other-file',
    again: false,
  },
  'image-truncated': {
    title: m.imageTruncated.title,
    cause: m.imageTruncated.cause,
    steps: [m.official],
    action: 'other-file',
    again: false,
  },
  'image-no-micropython': {
    title: m.imageNoMicropython.title,
    cause: m.imageNoMicropython.cause,
    steps: [m.official],
    action: 'other-file',
    again: false,
  },
  'image-too-big': {
    title: m.imageTooBig.title,
    cause: m.imageTooBig.cause,
    steps: [m.imageTooBig.variant, m.official],
    action: 'other-file',
    again: false,
  },
  'image-demo': {
    title: m.imageDemo.title,
    cause: m.imageDemo.cause,
    steps: [m.official],
    action: 'other-file',
    again: false,
  },
  'image-variant': {
    title: m.imageVariant.title,
    cause: m.imageVariant.cause,
    steps: [m.imageVariant.variant, m.imageVariant.sizes],
    action: 'other-file',
    again: false,
  },
  'catalogue-missing': {
    title: m.catalogueMissing.title,
    cause: m.catalogueMissing.cause,
    steps: [m.catalogueMissing.ownFile, m.catalogueMissing.fetch],
    action: 'other-file',
  },
  'catalogue-damaged': {
    title: m.catalogueDamaged.title,
    cause: m.catalogueDamaged.cause,
    steps: [m.catalogueDamaged.tryAgain, m.catalogueDamaged.ownFile],
    action: 'other-file',
  },
} satisfies Record<string, HelpEntry>

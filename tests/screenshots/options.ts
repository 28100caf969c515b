/** `npm run screenshots -- --states first,ready --languages de --sizes phone --themes dark --check --no-pictures` */
import { parseArgs } from 'node:util'
import { asLanguage, languages, type Language } from '../../src/messages/languages'
import { everyLook, type Look } from '../page-states/looks'

export interface Options {
  /** Undefined: all. */
  states?: string[]
  languages: Language[]
  looks: readonly Look[]
  check: boolean
  pictures: boolean
  folder: string
}

/** "all", or some: "de,fr". */
const languagesOf = (text: string) =>
  text === 'all' ? languages : (list(text) ?? []).flatMap((one) => asLanguage(one) ?? [])

const list = (text: string | undefined) => text?.split(',').filter(Boolean)

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      states: { type: 'string' },
      languages: { type: 'string', default: 'en' },
      sizes: { type: 'string' },
      themes: { type: 'string' },
      check: { type: 'boolean', default: false },
      'no-pictures': { type: 'boolean', default: false },
      folder: { type: 'string', default: 'screenshots' },
    },
  })
  const sizes = list(values.sizes)
  const themes = list(values.themes)
  return {
    states: list(values.states),
    languages: languagesOf(values.languages),
    looks: everyLook.filter(
      ({ size, theme }) => (sizes?.includes(size) ?? true) && (themes?.includes(theme) ?? true),
    ),
    check: values.check,
    pictures: !values['no-pictures'],
    folder: values.folder,
  }
}

/** The language of the page, for its header: set once, at the root. The lab has no choice. */
import { getContext } from 'svelte'
import type { ReaderLanguage } from '../../state/reader-language.svelte'

const key = Symbol('language')

export const readerLanguageContext = (language: ReaderLanguage) => new Map([[key, language]])

/** Call it while the component is initialised. */
export const readerLanguage = () => getContext<ReaderLanguage | undefined>(key)

/**
 * Runs in the head, before anything is painted: the chosen theme, so that the other one never flashes, and the
 * request for the words of the reader's language, beside that for the page. A script of its own, because modules
 * run after the first paint and the Content Security Policy forbids scripts in the page.
 */
import { bestLanguage } from './messages/languages'
import { readChoices } from './state/device-choices'
import { showTheme } from './ui/shell/show-choices'

const { language, theme } = readChoices()
showTheme(theme)

/** The build lists them (messages/compiler/page-plugin.ts). */
const links = [...document.querySelectorAll<HTMLLinkElement>('link[data-language]')]
const linkFor = (one: string | undefined) => links.find(({ dataset }) => dataset.language === one)
const offered = links.map((link) => link.dataset.language ?? '')
const best = linkFor(language) ? language : bestLanguage(navigator.languages, offered)
if (best) document.documentElement.lang = best
const words = linkFor(best)
if (words) words.rel = 'modulepreload'

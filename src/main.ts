/**
 * Composition root of the page. What is not needed to show it is loaded when it is.
 */
import { mount } from 'svelte'
import catalogues from 'virtual:words'
import App from './App.svelte'
import { loadOnce } from './async/load-once'
import m from './messages/compiled/page-meta'
import { asLanguage, reference } from './messages/languages'
import { isOtherTabsChoice } from './state/device-choices'
import { noteMissingPart } from './errors'
import {
  appStore,
  firmwareServices,
  firstOf,
  realPorts,
  sessionServices,
  startServiceWorker,
} from './services'
import { flashSizeBytesOf } from './presets/flash-size'
import { isPresetFragment } from './presets/link-fragment'
import { indexedDbStore } from './presets/key-value-store'
import { LazyPresetStore } from './presets/lazy-preset-store'
import { History } from './report/history'
import { PageErrors } from './state/page-errors.svelte'
import { Firmware } from './state/firmware.svelte'
import { GrantedPorts } from './state/granted-ports.svelte'
import { Lazy } from './state/lazy.svelte'
import type { LinkKeys } from './state/link-keys.svelte'
import { Presets } from './state/presets.svelte'
import { ReaderLanguage } from './state/reader-language.svelte'
import { isWorking } from './state/session-state'
import { Session } from './state/session.svelte'
import { Settings } from './state/settings.svelte'
import { tabStorage } from './state/tab-storage'
import { reportContext } from './ui/report/source'
import { ownAppStoreContext } from './ui/shared/own-app-store'
import { pageErrorsContext } from './ui/shared/page-errors'
import { unsavedWork } from './ui/shared/unsaved-work'
import { readEnvironment } from './ui/shared/platform'
import { readerLanguageContext } from './ui/shell/reader-language'
import { showLanguage } from './ui/shell/show-choices'
import './ui/theme.css'

const address = location.href
const environment = readEnvironment()
const past = new History()
const real = realPorts()
const services = sessionServices(environment, real)
const session = new Session(past.watch(services), () =>
  flashSizeBytesOf(presets.selected?.flash.size),
)
const pageErrors = new PageErrors()
window.addEventListener('vite:preloadError', ({ payload }) => noteMissingPart(payload))
addEventListener('unhandledrejection', ({ reason }) => pageErrors.report(reason))
addEventListener('error', ({ error }) => error && pageErrors.report(error))

const store = indexedDbStore('portal-flasher', () => presets.reportNewerVersion())
const settings = new Settings(store)
const presets: Presets = new Presets(new LazyPresetStore(store, 'portal-flasher-presets'), settings)
const draftStorage = tabStorage('portal-flasher-draft')
const draft = new Lazy(async () => {
  const { PresetDraft } = await import('./state/preset-draft.svelte')
  const draft = new PresetDraft(presets, draftStorage)
  unsavedWork.add({ settle: draft.settle, isUnsaved: () => draft.isUnsaved })
  return draft
})

const loadLinkKeys = loadOnce(async () => {
  const { LinkKeys } = await import('./state/link-keys.svelte')
  const keys = new LinkKeys(store)
  unsavedWork.add({ isUnsaved: () => keys.fresh?.isHandedOn === false })
  return keys
})

/** Keys and cryptography of signed links; read anew each time, because another tab may have changed them. */
async function openKeys(): Promise<LinkKeys> {
  const keys = await loadLinkKeys()
  await keys.load()
  return keys
}

const opened = new Lazy(async () => {
  const { OpenedLink } = await import('./state/opened-link.svelte')
  return new OpenedLink(presets, async (fragment) => (await openKeys()).check(fragment))
})
/** The phone beside the virtual board; one, as the board is one. */
const openPhone = loadOnce(async () => {
  const [{ PhoneStory }, surroundings] = await Promise.all([
    import('./state/phone-story.svelte'),
    services.surroundings(),
  ])
  return new PhoneStory(surroundings, () => [language.current, ...navigator.languages])
})
const demo = new Lazy(async () => {
  const { Demo } = await import('./state/demo.svelte')
  return new Demo(session, firmwareServices())
})
const firmware = new Firmware(firmwareServices())
const ports = new GrantedPorts(firstOf(environment, real), tabStorage('portal-flasher-port-used'))

/** A shared preset leaves the address at once: a reload must not ask again. */
async function openFragment() {
  const { hash } = location
  if (hash === '#demo') return openDemo()
  if (!isPresetFragment(hash)) return
  const link = await opened.load()
  link.open(hash)
  clearFragment(hash)
}

function clearFragment(hash: string) {
  if (location.hash === hash)
    history.replaceState(history.state, '', location.pathname + location.search)
}

/** Where something is open on the page, or a board is in use, that comes first. */
async function openDemo() {
  // The page is about to be loaded again, with isolation.
  if (!environment.isolated) return
  clearFragment('#demo')
  const isFree = () => session.state.at === 'disconnected' && !opened.value?.review
  if (!isFree() || !unsavedWork.settle()) return
  const loaded = await demo.load()
  if (isFree()) loaded.start()
}

async function leaveDemo() {
  if (unsavedWork.settle()) await demo.value?.leave()
}

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app.')

/** As soon as the page has words: presets have names, and links may need explaining. */
function start(target: HTMLElement) {
  const restored = draftStorage.read() === undefined ? undefined : draft.load()
  void Promise.resolve(restored).then(openFragment, openFragment)
  addEventListener('hashchange', () => void openFragment())
  void settings.load().then(() => presets.load())
  void ports.refresh()
  mount(App, {
    target,
    props: {
      ...{ session, presets, draft, opened, openKeys, openPhone, demo, leaveDemo },
      ...{ firmware, ports, pageErrors, environment },
    },
    context: new Map<symbol, unknown>([
      ...reportContext({ session, presets, environment, history: past }),
      ...ownAppStoreContext(appStore()),
      ...pageErrorsContext(pageErrors),
      ...readerLanguageContext(language),
    ]),
  })
  // Not in the first load: what has no focus yet cannot lose it.
  const guard = () =>
    import('./ui/shared/keep-focus').then(({ keepFocus }) => keepFocus(target)).catch(() => {})
  addEventListener('focusin', guard, { once: true })
  startServiceWorker({
    address,
    language: () => language.current,
    working: () => isWorking(session.state),
  })
}

const language = new ReaderLanguage(catalogues)
window.addEventListener('storage', (event) => {
  if (isOtherTabsChoice(event)) void followOtherTab().catch(() => {})
})
async function followOtherTab() {
  const { readerChoices } = await import('./ui/shell/reader-choices')
  await readerChoices(language).follow()
}

// before-paint.ts has chosen it, and its words are on their way.
language.start(asLanguage(document.documentElement.lang) ?? reference).then(
  () => {
    showLanguage(language.current, m.description())
    start(target)
  },
  // In the middle of a deploy, say: what there is to say is in index.html.
  () => target.append(document.querySelector('template')?.content ?? ''),
)

/**
 * The page's side of the service worker, loaded after the page. Where the host sends no isolation headers,
 * the worker adds them from the next load on, so an untouched page reloads itself once. A new version never
 * takes over by itself: the page says that it is there, and a person reloads.
 */
import { keepLanguageMessage, rememberLanguage } from './service-worker/language'

const reloadedKey = 'reloaded-for-isolation'

export interface ServiceWorkerOptions {
  /** The address as it was opened, with the fragment that may hold a shared preset. */
  address: string
  /** Of the page now; undefined where its words are part of it. */
  language?: () => string
  /** True while a reload would interrupt something. */
  working: () => boolean
  /** True as soon as somebody has used the page. */
  touched: () => boolean
}

export async function registerServiceWorker(options: ServiceWorkerOptions): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  let registration: ServiceWorkerRegistration
  try {
    await rememberLanguageOf(options)
    const url = new URL('service-worker.js', document.baseURI)
    registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' })
    watchForNewVersion(registration, options)
    watchLanguage(registration, options)
    await navigator.serviceWorker.ready
  } catch {
    return // private windows and file: pages have none; everything but the virtual board works
  }
  isolateOnce(options)
  if (await isOutdated()) await offer(options)
}

const rememberLanguageOf = async ({ language }: ServiceWorkerOptions) =>
  language && (await rememberLanguage(language()))

/** A language that is chosen now is kept at once, by versions that wait, too. */
function watchLanguage(registration: ServiceWorkerRegistration, options: ServiceWorkerOptions) {
  const keep = async () => {
    await rememberLanguageOf(options)
    const { active, waiting, installing } = registration
    for (const worker of [active, waiting, installing]) worker?.postMessage(keepLanguageMessage)
  }
  const watch = () => void keep().catch(() => {}) // no room: it needs the internet next time
  if (!options.language) return
  watch()
  new MutationObserver(watch).observe(document.documentElement, { attributeFilter: ['lang'] })
}

/** Only a page that nobody has touched: a reload must not take away what was typed. */
function isolateOnce({ address, touched }: ServiceWorkerOptions): void {
  if (crossOriginIsolated || touched() || sessionStorage.getItem(reloadedKey)) return
  sessionStorage.setItem(reloadedKey, 'yes')
  history.replaceState(history.state, '', address)
  location.reload()
}

/** A first visit during a deploy: the worker keeps the next version, the page is of the one before. */
async function isOutdated(): Promise<boolean> {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module][src]')
  if (
    !entry ||
    !(await caches.match(new URL('index.html', document.baseURI), { ignoreSearch: true }))
  ) {
    return false
  }
  return (await caches.match(entry.src, { ignoreSearch: true })) === undefined
}

function watchForNewVersion(
  registration: ServiceWorkerRegistration,
  options: ServiceWorkerOptions,
) {
  const say = (worker: ServiceWorker) => {
    // The very first worker waits for nobody.
    if (registration.active && registration.waiting === worker) {
      void offer(options, () => registration.waiting)
    }
  }
  if (registration.waiting) say(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => say(worker))
  })
  const look = () => void registration.update().catch(() => {}) // offline, or the host is in a deploy
  addEventListener('vite:preloadError', look)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look()
  })
}

let offered = false

async function offer({ working }: ServiceWorkerOptions, waiting?: () => ServiceWorker | null) {
  if (offered) return
  offered = true
  const { showNewVersion } = await import('./new-version')
  showNewVersion(working, waiting)
}

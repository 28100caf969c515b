/**
 * Registers the service worker of the built page. Where the host sends no isolation headers, the
 * worker adds them, which takes effect with the next load: so the page reloads itself once, keeping
 * the fragment with its shared preset.
 */
const reloadedKey = 'reloaded-for-isolation'

export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI))
    await navigator.serviceWorker.ready
  } catch {
    return // private windows and file: pages have none; everything but the virtual board works
  }
  if (!crossOriginIsolated && !sessionStorage.getItem(reloadedKey)) {
    sessionStorage.setItem(reloadedKey, 'yes')
    location.reload()
  }
}

/*
 * Two services for the page. It adds the isolation headers where the host cannot set them, because
 * the virtual board needs SharedArrayBuffer; and it keeps a copy of what was loaded, so that the page
 * opens in a workshop without internet. Hashed assets come from the copy first, everything else from
 * the network first: nobody sees an old page while they are online.
 */
const cacheName = 'portal-flasher-1'
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request
  if (method === 'GET' && new URL(url).origin === self.location.origin) {
    event.respondWith(answer(event.request))
  }
})

async function takeOver() {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name)
  await self.clients.claim()
}

async function answer(request) {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request)
  if (kept && /\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(new URL(request.url).pathname)) return kept
  try {
    const fresh = isolated(await fetch(request))
    if (fresh.status === 200) await cache.put(request, fresh.clone())
    return fresh
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

/** The same response with the isolation headers; opaque and error responses stay as they are. */
function isolated(response) {
  if (response.status === 0) return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value)
  const { status, statusText } = response
  const body = [204, 205, 304].includes(status) ? null : response.body
  return new Response(body, { status, statusText, headers })
}

/**
 * The service worker, made of Workbox's modules: keeps each version of the page together for visits
 * without internet, and adds the isolation headers where the host cannot send them.
 * Why so: docs/decisions/0013-versions-of-the-page.md.
 */
import type { PrecacheEntry } from 'workbox-precaching'
import { registerRoute, setCatchHandler } from 'workbox-routing'
import { NetworkOnly } from 'workbox-strategies'
import { catalogueCache, firmwareCache, isCatalogue, isFirmwareImage } from './firmware-cache'
import { addIsolation, isolated } from './isolation'
import { takeOverMessage } from './messages'
import { precache } from './precache'
import { scope } from './scope'
import { takeOver } from './take-over'

// The build puts the list of files here, under the name that Workbox's own tools look for.
declare const self: { __WB_MANIFEST: PrecacheEntry[] }

registerRoute(precache(self.__WB_MANIFEST))
registerRoute(({ url }) => isCatalogue(url), catalogueCache)
registerRoute(({ url }) => isFirmwareImage(url), firmwareCache)
// The lab, and parts of a version that is kept nowhere any more: nothing of this is kept.
registerRoute(
  ({ url }) => url.href.startsWith(scope.registration.scope),
  new NetworkOnly({ plugins: [addIsolation] }),
)
// A kept file that the browser has dropped, while the host already has another version of it.
setCatchHandler(async ({ request }) => isolated(await fetch(request)))

scope.addEventListener('message', (event) => {
  if (event.data === takeOverMessage) event.waitUntil(takeOver(event))
})

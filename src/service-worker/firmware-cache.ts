/**
 * Caches the catalogue and the two firmware images that were used last, for use without internet. While there
 * is a network it comes first, so that a cached copy never hides a newer one.
 */
import { cacheNames } from 'workbox-core'
import { ExpirationPlugin } from 'workbox-expiration'
import { NetworkFirst } from 'workbox-strategies'
import { addIsolation } from './isolation'
import { cacheCatalogue, cacheFirmwareImage } from './expected-type'
import { scope } from './scope'

const folder = new URL('firmware/', scope.registration.scope).href
const nameOf = (what: string) => `${cacheNames.prefix}-${what}-${cacheNames.suffix}`
/** A server that takes longer to begin its answer is as good as gone, if there is a copy. */
const networkTimeoutSeconds = 5

export const isCatalogue = (url: URL) => url.href === `${folder}catalogue.json`
export const isFirmwareImage = (url: URL) =>
  url.href.startsWith(folder) && /\.(bin|zlib)$/.test(url.pathname)

export const catalogueCache = new NetworkFirst({
  cacheName: nameOf('catalogue'),
  networkTimeoutSeconds,
  plugins: [cacheCatalogue, addIsolation],
})

export const firmwareCache = new NetworkFirst({
  cacheName: nameOf('firmware'),
  networkTimeoutSeconds,
  plugins: [
    cacheFirmwareImage,
    new ExpirationPlugin({ maxEntries: 2, purgeOnQuotaError: true }),
    addIsolation,
  ],
})

/**
 * The firmware that was used last, for a workshop without internet: the list and its two latest images,
 * always from the network while there is one, so that what is kept can never stand in the way.
 */
import { cacheNames } from 'workbox-core'
import { ExpirationPlugin } from 'workbox-expiration'
import { NetworkFirst } from 'workbox-strategies'
import { addIsolation } from './isolation'
import { keepCatalogue, keepFirmwareImage } from './right-kind'
import { scope } from './scope'

const folder = new URL('firmware/', scope.registration.scope).href
const nameOf = (what: string) => `${cacheNames.prefix}-${what}-${cacheNames.suffix}`
/** A server that takes longer to begin its answer is as good as gone, if there is a copy. */
const networkTimeoutSeconds = 5

export const isCatalogue = (url: URL) => url.href === `${folder}catalogue.json`
export const isFirmwareImage = (url: URL) =>
  url.href.startsWith(folder) && url.pathname.endsWith('.bin')

export const catalogueCache = new NetworkFirst({
  cacheName: nameOf('catalogue'),
  networkTimeoutSeconds,
  plugins: [keepCatalogue, addIsolation],
})

export const firmwareCache = new NetworkFirst({
  cacheName: nameOf('firmware'),
  networkTimeoutSeconds,
  plugins: [
    keepFirmwareImage,
    new ExpirationPlugin({ maxEntries: 2, purgeOnQuotaError: true }),
    addIsolation,
  ],
})

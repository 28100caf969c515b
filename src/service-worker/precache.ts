/**
 * The files of one version of the page, with the words of one language, kept together: all of them arrive,
 * with the bytes that the build wrote down (Subresource Integrity), or the version is not installed and the
 * one before stays. An open page keeps its own version's files until it is closed.
 */
import { cacheNames } from 'workbox-core'
import { PrecacheController, PrecacheRoute, type PrecacheEntry } from 'workbox-precaching'
import { addIsolation } from './isolation'
import { cacheExpectedType } from './expected-type'
import { keepLanguageMessage, neededFor, rememberedLanguage, wordsIn } from './language'
import { scope } from './scope'

/** Of version 0.1.0, which kept wrong answers for ever. */
const oldCache = 'portal-flasher-1'
/** Which files the active version needs, for the next one that is installed beside it. */
const inUseCache = `${cacheNames.prefix}-precache-in-use-${cacheNames.suffix}`
const inUseKey = 'in-use.json'
/** Fewer than a browser's connections to one server: the open page may want something, too. */
const lanes = 4

/** Takes over install and activate, and gives the route that answers from what is kept. */
export function precache(files: PrecacheEntry[]): PrecacheRoute {
  const controller = controllerOf(files)
  scope.addEventListener('install', (event) => event.waitUntil(install(files, controller, event)))
  scope.addEventListener('activate', (event) => event.waitUntil(activate(controller, event)))
  scope.addEventListener('message', (event) => {
    if (event.data === keepLanguageMessage) event.waitUntil(keepLanguage(files, controller, event))
  })
  const everyParameter = [/./]
  return new PrecacheRoute(controller, {
    cleanURLs: false,
    ignoreURLParametersMatching: everyParameter,
  })
}

function controllerOf(files: PrecacheEntry[]): PrecacheController {
  const controller = new PrecacheController({ plugins: [cacheExpectedType, addIsolation] })
  controller.addToCacheList(files)
  return controller
}

async function install(
  files: PrecacheEntry[],
  controller: PrecacheController,
  event: ExtendableEvent,
) {
  const needed = neededFor(files, await rememberedLanguage())
  await Promise.all(lanesOf(needed).map((lane) => controllerOf(lane).install(event)))
  await dropSkippedVersions(controller)
  // The worker of 0.1.0 keeps no version together, so there is nothing to wait for.
  if (await caches.has(oldCache)) await scope.skipWaiting()
}

/** A controller fetches one file after the other; most of that time is spent on the way to the server and back. */
const lanesOf = (files: PrecacheEntry[]): PrecacheEntry[][] =>
  Array.from({ length: lanes }, (_, lane) => files.filter((_, at) => at % lanes === lane))

/** Of this worker's own version: what is kept already is not fetched again. */
async function keepLanguage(
  files: PrecacheEntry[],
  controller: PrecacheController,
  event: ExtendableEvent,
) {
  for (const { url, integrity } of wordsIn(files, await rememberedLanguage())) {
    const params = { cacheKey: controller.getCacheKeyForURL(url), integrity }
    await controller.strategy.handle({ request: new Request(url), event, params })
  }
}

async function activate(controller: PrecacheController, event: ExtendableEvent) {
  await controller.activate(event)
  await caches.delete(oldCache)
  const inUse = await caches.open(inUseCache)
  await inUse.put(inUseKey, Response.json([...controller.getURLsToCacheKeys().values()]))
  await scope.clients.claim() // the page of the first visit works offline from now on
}

/** Versions that were installed while a page stayed open, and replaced before they were ever used. */
async function dropSkippedVersions(controller: PrecacheController) {
  const inUse = (await (await caches.match(inUseKey, { cacheName: inUseCache }))?.json()) ?? []
  const needed = new Set([...(inUse as string[]), ...controller.getURLsToCacheKeys().values()])
  const cache = await caches.open(controller.strategy.cacheName)
  for (const request of await cache.keys()) {
    if (!needed.has(request.url)) await cache.delete(request)
  }
}

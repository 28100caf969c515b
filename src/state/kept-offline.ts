/** What of the page works without internet: all of it, once the service worker answers for it; firmware, once it was used. */

export interface Kept {
  page: boolean
  /** The list of images, and at least one of them. */
  firmware: boolean
}

export const firmwareFolder = () => new URL('firmware/', document.baseURI).href

export async function keptWithoutInternet(folder: string): Promise<Kept> {
  const page = Boolean(globalThis.navigator.serviceWorker?.controller)
  const urls = page ? await keptAddresses().catch(() => []) : []
  const isKept = (test: (path: string) => boolean) =>
    urls.some((url) => url.startsWith(folder) && test(new URL(url).pathname))
  const firmware =
    isKept((path) => path.endsWith('/catalogue.json')) && isKept((path) => path.endsWith('.bin'))
  return { page, firmware }
}

async function keptAddresses(): Promise<string[]> {
  const names = await caches.keys()
  const lists = await Promise.all(
    names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
  )
  return lists.flat()
}

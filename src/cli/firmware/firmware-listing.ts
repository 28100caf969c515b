/**
 * The newest official releases by micropython.org's download page, so that a rebuild brings what is
 * newer than the release that this page knows by name. Only links to plain release files beside the
 * known ones count, on the very server that was asked; whatever else the page holds is left alone.
 */
import { compareVersions } from '../../images/micropython-version'
import { parseReleaseFile, type OfferedVariant } from '../../images/known-releases'
import { fetchBytes, type FetchBounds } from './bounded-fetch'

/** Where the download page lies on a server with such a resource folder. */
export const listingOf = (source: URL): URL => new URL('/download/ESP8266_GENERIC/', source)

export type NewestFiles = Partial<Record<OfferedVariant, string>>

/** The page had some 150 KB in 2026. */
const maxPageBytes = 4 * 1024 * 1024
const maxLinks = 5000

/** @throws Error with the reason if there is no such page */
export async function readListing(
  page: URL,
  source: URL,
  bounds: Omit<FetchBounds, 'maxBytes'>,
): Promise<NewestFiles> {
  const bytes = await fetchBytes(page, { ...bounds, maxBytes: maxPageBytes })
  return newestFiles(new TextDecoder().decode(bytes), page, source)
}

/** @param source the folder of the files; links that lead elsewhere are none */
export function newestFiles(html: string, page: URL, source: URL): NewestFiles {
  const newest: NewestFiles = {}
  for (const href of linksIn(withoutComments(html.slice(0, maxPageBytes)))) {
    const file = fileOf(href, page, source)
    const release = file === undefined ? undefined : parseReleaseFile(file)
    if (!release) continue
    const best = newest[release.variant]
    if (best === undefined || isNewer(release.version, best)) newest[release.variant] = file
  }
  return newest
}

const isNewer = (version: string, file: string): boolean =>
  compareVersions(version, parseReleaseFile(file)?.version) > 0

function fileOf(href: string, page: URL, source: URL): string | undefined {
  const url = URL.canParse(href, page.href) ? new URL(href, page) : undefined
  if (!url || url.search || !url.href.startsWith(source.href)) return undefined
  return url.pathname.slice(source.pathname.length)
}

/** A comment that never ends hides the rest, as in a browser. */
function withoutComments(html: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const start = html.indexOf('<!--', at)
    kept.push(html.slice(at, start < 0 ? undefined : start))
    const end = start < 0 ? -1 : html.indexOf('-->', start + 4)
    if (end < 0) return kept.join(' ')
    at = end + 3
  }
}

const hrefForm = /\bhref\s{0,20}=\s{0,20}(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s"'<>]{1,500}))/gi

function* linksIn(html: string): Generator<string> {
  let count = 0
  for (const [, quoted, single, bare] of html.matchAll(hrefForm)) {
    if (++count > maxLinks) return
    yield (quoted ?? single ?? bare ?? '').trim()
  }
}

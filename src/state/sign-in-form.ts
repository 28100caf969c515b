/** The portal's form, filled in as a person would: for the guided story. */
import type { PageRequest } from '../phone/browser/page-request'
import type { ShownPage } from '../phone/browser/phone-browser'
import type { HomeNetwork } from '../phone/surroundings'

/** Undefined if the page that is shown has no such form. */
export function filledForm(
  page: ShownPage | undefined,
  { name, password }: HomeNetwork,
): PageRequest | undefined {
  if (page?.shown.kind !== 'html') return undefined
  const token = /name="token" value="([^"]*)"/.exec(page.shown.html)?.[1]
  const action = /<form\b[^>]*\baction="([^"]*)"/.exec(page.shown.html)?.[1]
  if (token === undefined || action === undefined) return undefined
  const fields = new URLSearchParams({ token, hex: '', ssid: name, password })
  const bytes = new TextEncoder().encode(fields.toString())
  const body = { type: 'application/x-www-form-urlencoded', bytes }
  return { method: 'POST', url: new URL(action, page.url).href, body }
}

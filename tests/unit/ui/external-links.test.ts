/** Every way out of the page opens apart and tells nobody where the visitor came from. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from 'svelte/server'
import { createRawSnippet } from 'svelte'
import { expect, test } from 'vitest'
import { driverOf } from '../../../src/help/drivers'
import ExternalLink from '../../../src/ui/shared/ExternalLink.svelte'
import { links } from '../../../src/ui/shell/links'

const folder = join(import.meta.dirname, '../../../src')
const filesBelow = readdirSync(folder, { recursive: true, encoding: 'utf8' })
const contents = filesBelow
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.startsWith('messages/compiled'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
const own = join('ui', 'shared', 'ExternalLink.svelte')

/** A link of the page itself: to a place in it, to a file it has made, or beside it. */
const staysHere = /href=("|{`?)(#|\.\/|\?)|download/

test('no component has a link out of the page of its own', () => {
  const found = contents.flatMap(({ path, text }) =>
    path === own
      ? []
      : [...text.matchAll(/<a\s[^>]*>/g)]
          .filter(([tag]) => !staysHere.test(tag))
          .map(([tag]) => `${path}: ${tag}`),
  )
  expect(found).toEqual([])
})

test('nothing opens another page by itself', () => {
  const found = contents.filter(({ text }) =>
    /\bwindow\.open\(|location\.(assign|replace)\(/.test(text),
  )
  expect(found.map(({ path }) => path)).toEqual([])
})

test('the link out opens apart, without a referrer, and says so', () => {
  const children = createRawSnippet(() => ({ render: () => '<span>There</span>' }))
  const { body } = render(ExternalLink, { props: { href: 'https://example.org/', children } })
  for (const attribute of [
    'href="https://example.org/"',
    'target="_blank"',
    'rel="noopener noreferrer"',
    'referrerpolicy="no-referrer"',
  ]) {
    expect(body).toContain(attribute)
  }
  expect(body).toContain('(opens in a new tab)')
})

test('every address that the page leads to is a complete one, over https', () => {
  const pages = Object.values(driverOf).flatMap(({ page, macPage }) => [page, macPage ?? page])
  for (const address of [...pages, ...Object.values(links)]) {
    expect(new URL(address).protocol).toBe('https:')
    expect(new URL(address).pathname).not.toBe('/')
  }
})

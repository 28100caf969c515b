/** The documents name files that are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const page = readFileSync('docs/where-do-i-change.md', 'utf8')
const rows = page.split('\n').filter((line) => /^\| (?!Request|-)/.test(line))
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path]) => path!)

test('“Where do I change …?” answers thirty requests or more', () => {
  expect(rows.length).toBeGreaterThanOrEqual(30)
})

test.each(rows)('%s', (row) => {
  const files = pathsIn(row)
  expect(files.length, 'a row names at least one file').toBeGreaterThan(0)
  for (const file of files) expect(existsSync(file), file).toBe(true)
})

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'firmware/README.md', 'hosting/README.md'],
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** A path with an ending, as seen from the project, src/, the document's own folder, or a folder of the project. */
const isThere = (path: string, document: string) =>
  ['', 'src', 'src/virtual-board', dirname(document), 'firmware', 'hosting', 'tests'].some(
    (folder) => existsSync(join(folder, path)),
  )

test.each(documents)('every source file that %s names in code is there', (document) => {
  const text = readFileSync(document, 'utf8')
  const named = pathsIn(text).filter((path) => /\.(ts|js|svelte|css|json|svelte\.ts)$/.test(path))
  expect(named.filter((path) => !isThere(path, document))).toEqual([])
})

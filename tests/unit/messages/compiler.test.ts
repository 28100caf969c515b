/** Catalogues become functions with types: what is asked for, plurals, and mistakes that are named. */
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  compileCatalogues,
  declarationOf,
  readCatalogue,
} from '../../../src/messages/compiler/compile'
import { namesIn, usesIn } from '../../lint/unused-messages'
import { richParts } from '../../../src/ui/shared/rich-parts'

test('each message is declared with what it asks for', () => {
  const declared = declarationOf({
    plain: 'Plan',
    group: { files: '{count, plural, one {# file} other {# files in {name}}}' },
    chosen: '{kind, select, a {A} other {B}} {at, date}',
  })
  expect(declared).toContain('plain(): string')
  expect(declared).toContain('files(values: { count: number; name: string }): string')
  expect(declared).toContain("chosen(values: { kind: 'a' | string; at: Date }): string")
})

test('compiled messages count, write numbers as their language does, and keep apostrophes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'messages-'))
  mkdirSync(join(folder, 'en'))
  const catalogue = { files: "{n, plural, one {# file} other {# files}} aren't {size, number}" }
  writeFileSync(join(folder, 'en/a.json'), JSON.stringify(catalogue))
  const rules = new URL('../../../src/messages/plural-rules.ts', import.meta.url).href
  writeFileSync(join(folder, 'plural-rules.ts'), `export * from '${rules}'`)
  compileCatalogues(folder)
  const { default: m } = await import(/* @vite-ignore */ join(folder, 'compiled/a.js'))
  expect(m.files({ n: 1, size: 460_800 })).toBe("1 file aren't 460,800")
  expect(m.files({ n: 1_234, size: 0 })).toBe("1,234 files aren't 0")
})

test.each([
  ['a name that is no identifier', '{ "no-name": "x" }', 'camelCase'],
  ['a list', '{ "a": ["x"] }', 'camelCase'],
])('%s is named as a mistake', (_what, json, message) => {
  expect(() => readCatalogue(json)).toThrow(message)
})

test('a message with an open brace is a mistake', () => {
  expect(() => declarationOf({ a: 'x {name' })).toThrow()
})

test('a message with ordinals is refused: plural-rules.ts knows none', () => {
  const text = '{n, selectordinal, one {#st} other {#th}}'
  expect(() => declarationOf({ text })).toThrow('ordinals')
})

test('uses of messages are found by their full name, and not in comments', () => {
  const source = `import m from '../messages/compiled/plan'
    // m.comment
    const a = m.title() + m.group
      .files({ n: 1 })`
  expect(usesIn(source)).toEqual(['plan:title', 'plan:group.files'])
  expect(namesIn({ title: 'x', group: { files: 'y' } })).toEqual(['title', 'group.files'])
})

test('a message brings no markup but its four tags', () => {
  expect(richParts('Hold <b>FLASH</b>, <i>now</i> <link>here</link>')).toEqual([
    { tag: '', text: 'Hold ' },
    { tag: 'b', text: 'FLASH' },
    { tag: '', text: ', <i>now</i> ' },
    { tag: 'link', text: 'here' },
  ])
})

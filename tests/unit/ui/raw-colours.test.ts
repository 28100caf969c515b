import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** In styles and in attributes of SVG; `{#if` and `href="#…"` are none. */
const colour =
  /(?<![{&\w"'(/])#[0-9a-f]{3,8}\b(?!['"]?\s*\))|(?:fill|stroke)="#[0-9a-f]+"|\b(?:rgb|hsl|oklch)a?\(/i

test('colours come from tokens.css alone', () => {
  const inFolder = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
  const files = ['src/App.svelte', ...inFolder('src/ui'), ...inFolder('src/lab')].filter((name) =>
    name.endsWith('.svelte'),
  )
  const raw = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => colour.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(raw).toEqual([])
})

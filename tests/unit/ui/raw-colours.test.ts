import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** In styles and in attributes of SVG; `{#if` and `href="#…"` are none. */
const colour =
  /(?<![{&\w"'(/])#[0-9a-f]{3,8}\b(?!['"]?\s*\))|(?:fill|stroke)="#[0-9a-f]+"|\b(?:rgb|hsl|oklch)a?\(/i

test('colours come from the tokens of theme.css alone', () => {
  const files = ['src/App.svelte', ...globSync('src/{ui,lab}/**/*.svelte')]
  const raw = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => colour.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(raw).toEqual([])
})

/** One page with all pictures, a row for each state. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Picture {
  state: string
  /** Language, size and theme. */
  look: string
  file: string
}

export function writeContactSheet(folder: string, pictures: readonly Picture[]): void {
  const states = [...new Set(pictures.map(({ state }) => state))]
  const rows = states.map((state) => {
    const figures = pictures.filter((picture) => picture.state === state).map(figure)
    return `<h2 id="${state}">${state}</h2><div>${figures.join('')}</div>`
  })
  writeFileSync(join(folder, 'index.html'), page(rows.join('\n')))
}

const figure = ({ look, file }: Picture) =>
  `<figure><a href="${file}"><img src="${file}" loading="lazy" alt=""></a><figcaption>${look}</figcaption></figure>`

const page = (rows: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every state of the page</title>
<style>
  body { font: 14px system-ui; margin: 1rem; background: #777; color: #fff }
  div { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto }
  figure { margin: 0 }
  img { height: 420px; border: 1px solid #444 }
</style>
${rows}
</html>
`

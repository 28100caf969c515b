/** ESLint enforces every row of the table "Inside the virtual board" of docs/architecture.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ESLint } from 'eslint'
import { beforeAll, describe, expect, it } from 'vitest'
import { readVirtualBoardTable } from '../../lint/virtual-board-rooms.js'

const architecture = readFileSync('docs/architecture.md', 'utf8')
const table = readVirtualBoardTable(architecture)
const folders = [...table.keys()]

describe('the table of folders', () => {
  it('has a row for each folder of src/virtual-board/, and no other', () => {
    const found = readdirSync('src/virtual-board', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect([...folders].sort()).toEqual(found.sort())
  })

  it('is read as people read it', () => {
    const of = (folder: string) => [...(table.get(folder) ?? [])].sort()
    expect(of('chip')).toEqual(['clock', 'faults'])
    expect(of('interpreter')).toEqual([])
    expect(of('web-serial')).toEqual(['faults', 'usb'])
  })

  it('is never guessed: a row that names no folder, or no table at all, is an error', () => {
    expect(() => readVirtualBoardTable(architecture.replace(/^\| `usb\/`.*$/m, ''))).toThrow('usb')
    expect(() => readVirtualBoardTable('# Architecture')).toThrow('inside the virtual board')
  })
})

describe('ESLint', () => {
  let eslint: ESLint
  beforeAll(() => void (eslint = new ESLint()))

  /** Numbers of the lines that may not be in a file of that folder. */
  async function complaints(path: string, lines: string[]) {
    const filePath = resolve(`src/virtual-board/${path}`)
    const [result] = await eslint.lintText(`${lines.join('\n')}\n`, { filePath })
    return result?.messages
      .filter(({ fatal, ruleId }) => fatal || ruleId !== 'rooms/may-import')
      .map(({ line }) => line)
  }

  it.each(folders)(
    'rejects imports in %s/ where the table does, and only there',
    async (folder) => {
      const others = [...folders.filter((other) => other !== folder), 'clock', 'faults']
      const forbidden = (name: string) => !table.get(folder)?.has(name)
      const lines = [
        ...others.map((other) => `import '../${other}${folders.includes(other) ? '/thing' : ''}'`),
        `import '../board'`,
        `import '../../images/littlefs'`,
      ]
      const wrong = [...others.map(forbidden), true, forbidden('images')]
      const expected = wrong.flatMap((isWrong, at) => (isWrong ? [at + 1] : []))
      expect([...new Set(await complaints(`${folder}/x.ts`, lines))]).toEqual(expected)
    },
  )

  it('lets a file beside the folders import every folder, and nothing of images/', async () => {
    expect(await complaints('x.ts', [`import './chip/chip'`, `import '../images/crc'`])).toEqual([
      2,
    ])
  })
})

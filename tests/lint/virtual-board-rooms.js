/**
 * The second table of docs/architecture.md, "Inside the virtual board", for ESLint: who may import whom within
 * src/virtual-board/. Imports out of it are limited by the table of rooms; here only, which folder makes them.
 */
import { roomsRule } from './rooms.js'

/** Files beside the folders, which import nothing. */
const files = ['clock', 'faults']
/** What the table may name beside its folders. */
const others = [...files, 'images']

/**
 * @param {string} text docs/architecture.md
 * @returns {Map<string, Set<string>>} by folder of src/virtual-board/, what it may import
 * @throws {Error} if there is no table, or it allows something that has no row
 */
export function readVirtualBoardTable(text) {
  const part = text.split(/^### Inside the virtual board$/m)[1]?.split(/^##/m)[0] ?? ''
  const rows = [...part.matchAll(/^\| `([\w-]+)\/` +\|[^|]*\|([^|]*)\|$/gm)]
  if (rows.length === 0)
    throw new Error('docs/architecture.md: nothing is inside the virtual board.')
  const table = new Map(rows.map(([, folder, cell]) => [folder, new Set(namesIn(cell))]))
  for (const name of [...table.values()].flatMap((names) => [...names])) {
    if (table.has(name) || others.includes(name)) continue
    throw new Error(`docs/architecture.md: there is no ${name} inside the virtual board.`)
  }
  return table
}

const namesIn = (cell) => (cell.trim() === '–' ? [] : cell.trim().split(', '))

/**
 * ESLint configuration objects that enforce the table.
 *
 * @param {string} folder absolute path of src/virtual-board/
 * @param {Map<string, Set<string>>} table
 */
export const virtualBoardConfigs = (folder, table) => [
  {
    files: ['src/virtual-board/**'],
    plugins: { 'virtual-board': { rules: { 'may-import': roomsRule(folder, withFiles(table)) } } },
    rules: { 'virtual-board/may-import': 'error' },
  },
  {
    files: ['src/virtual-board/**'],
    ignores: [...table]
      .filter(([, names]) => names.has('images'))
      .map(([name]) => `src/virtual-board/${name}/**`),
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [noImages] }] },
  },
]

const withFiles = (table) => new Map([...table, ...files.map((file) => [file, new Set()])])

const noImages = {
  group: ['**/images/**'],
  message: 'The virtual board shares no code with what it tests (docs/architecture.md).',
}

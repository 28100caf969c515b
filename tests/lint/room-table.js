/**
 * The table "The rooms of src/" of docs/architecture.md, as data: ESLint enforces the words that people read.
 */

/**
 * @param {string} text docs/architecture.md
 * @returns {Map<string, Set<string>>} by room, the rooms that it may import
 * @throws {Error} if there is no table, or it names a room that has no row
 */
export function readRoomTable(text) {
  const cells = new Map(
    rowsOf(text).flatMap(([rooms, , may]) => namesIn(rooms).map((name) => [name, may])),
  )
  if (cells.size === 0) throw new Error('docs/architecture.md has no table of rooms.')
  const table = new Map()
  for (const room of cells.keys()) table.set(room, mayImport(room, cells))
  return table
}

/** Cells of each row below the heading, without the head and the line under it. */
function rowsOf(text) {
  const part = text.split(/^## The rooms of src\/$/m)[1]?.split(/^## /m)[0] ?? ''
  const lines = part.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** `ui/` gives "ui". Roots (`main.ts`) are no rooms: they may import everything, and nobody imports them. */
const namesIn = (cell) => [...cell.matchAll(/`([\w-]+)\/`/g)].map(([, name]) => name)

function mayImport(room, cells, asking = new Set()) {
  const cell = cells.get(room)
  if (cell === undefined) throw new Error(`docs/architecture.md has no row for ${room}/.`)
  if (cell === '–') return new Set()
  if (cell.startsWith('everything')) return allBut(cell, cells)
  const [, list, below] = /^(.*?)( and below)?$/.exec(cell)
  const named = list.split(', ')
  const allowed = new Set(named)
  asking.add(room)
  for (const name of named) {
    const further = asking.has(name) ? [] : mayImport(name, cells, asking)
    if (below) for (const other of further) allowed.add(other)
  }
  asking.delete(room)
  return allowed
}

function allBut(cell, cells) {
  const excepted = cell
    .replace(/^everything( but )?/, '')
    .split(', ')
    .filter(Boolean)
  for (const name of excepted) if (!cells.has(name)) throw new Error(`There is no room ${name}/.`)
  return new Set([...cells.keys()].filter((name) => !excepted.includes(name)))
}

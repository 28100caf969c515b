/** ESLint rule: who may import whom in src/, by the table of docs/architecture.md, however it is imported. */
import { dirname, relative, resolve, sep } from 'node:path'

/** Lies beside the rooms, and may be imported anywhere. */
const anywhere = /^errors(\.ts)?$/

/** Packages that only one room may import. */
export const reservedPackages = [
  { package: /^esptool-js($|\/)/, room: 'esptool' },
  { package: /^workbox-/, room: 'service-worker' },
]

/** Rooms that know Svelte and the DOM. */
export const withSvelte = ['lab', 'ui', 'state']

/**
 * @param {string} src absolute path of src/
 * @param {Map<string, Set<string>>} table
 */
export const roomsRule = (src, table) => ({
  meta: { type: 'problem', schema: [] },
  create(context) {
    const room = roomOf(src, context.filename)
    const rules = { src, table, folder: dirname(context.filename) }
    const check = (source) => {
      if (typeof source?.value !== 'string') return
      const message = problem(room, source.value, rules)
      if (message) context.report({ node: source, message })
    }
    return {
      Program: (node) => {
        if (room && !table.has(room)) context.report({ node, message: noRow(room) })
        else if (isLow(room) && /\.svelte(\.ts)?$/.test(context.filename))
          context.report({ node, message: noSvelte(room) })
      },
      'ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression': (node) =>
        check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      // Workers, and Vite's import.meta.glob
      'NewExpression[callee.name="URL"][arguments.length=2] > Literal:first-child': check,
      'CallExpression[callee.object.type="MetaProperty"][callee.property.name="glob"] Literal':
        check,
    }
  },
})

/** The first folder below src/; '' for a file beside the rooms, which may import everything. */
function roomOf(src, path) {
  const [first, ...rest] = relative(src, path).split(sep)
  return rest.length > 0 && first !== '..' ? first : ''
}

/** Below state/, which has the lowest files that know Svelte. */
const isLow = (room) => room !== '' && !withSvelte.includes(room)
const noSvelte = (room) => `src/${room}/ does not know Svelte.`

const noRow = (room) => `docs/architecture.md has no row for src/${room}/.`

/** What is wrong with an import from `room`, if something is. */
function problem(room, specifier, { src, table, folder }) {
  const reserved = reservedPackages.find((one) => one.package.test(specifier))
  if (reserved && reserved.room !== room) return `Only src/${reserved.room}/ imports ${specifier}.`
  if (!room || !table.has(room)) return undefined
  if (isLow(room) && /^svelte($|\/)|\.svelte$/.test(specifier)) return noSvelte(room)
  if (!specifier.startsWith('.')) return undefined
  return crossing(room, resolve(folder, specifier), src, table)
}

function crossing(room, target, src, table) {
  const path = relative(src, target)
  if (path.startsWith('..')) return undefined
  const other = roomOf(src, target) || (table.has(path) ? path : '')
  if (!other) {
    return anywhere.test(path)
      ? undefined
      : `src/${room}/ may not import ${path}, which is made of rooms.`
  }
  if (other === room || table.get(room).has(other)) return undefined
  const allowed = [...table.get(room)].join(', ') || 'no other room'
  return `src/${room}/ may import only: ${allowed} (docs/architecture.md).`
}

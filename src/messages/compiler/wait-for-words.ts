/** What is loaded later comes with its words: `withWords(…)` around each `import()` of a file of the page. */

interface Place {
  start: number
  end: number
}

/**
 * @param program `code`, parsed
 * @param from the file that exports `withWords`
 * @returns undefined if there is nothing to wait for
 */
export function waitForWords(code: string, program: object, from: string): string | undefined {
  const imports = relativeImports(program).sort((a, b) => b.start - a.start)
  if (imports.length === 0) return undefined
  const wrapped = imports.reduce(
    (text, { start, end }) =>
      `${text.slice(0, start)}__withWords(${text.slice(start, end)})${text.slice(end)}`,
    code,
  )
  return `import { withWords as __withWords } from '${from}'\n${wrapped}`
}

/** Has none, and is loaded by itself after the page: the words would come with it, before anybody needs them. */
const withoutWords = /\/service-worker-client$/

function relativeImports(node: unknown): Place[] {
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.values(node).flatMap(relativeImports)
  return isRelativeImport(node) ? [node, ...inside] : inside
}

function isRelativeImport(node: object): node is Place {
  if (!('type' in node && node.type === 'ImportExpression' && 'source' in node)) return false
  const { value } = node.source as { value?: unknown }
  return typeof value === 'string' && value.startsWith('.') && !withoutWords.test(value)
}

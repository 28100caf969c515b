/** Which files of a folder import which others of it, type-only imports included. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

/** Absolute path of each file, and of the files below the same folder that it imports. */
export type ImportGraph = Map<string, string[]>

/**
 * @param folder such as "src"; its `.ts` and `.svelte` files are read
 * @param lazy whether `import()` counts, too
 */
export function importGraph(folder: string, { lazy }: { lazy: boolean }): ImportGraph {
  const root = resolve(folder)
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path))
    .map((path) => join(root, path))
  return new Map(files.map((file) => [file, importsOf(file, lazy)]))
}

function importsOf(file: string, lazy: boolean): string[] {
  const text = scriptIn(file, readFileSync(file, 'utf8'))
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const path = specifierOf(node, lazy)
    const target = path?.startsWith('.') ? fileAt(resolve(dirname(file), path)) : undefined
    if (target) found.push(target)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** A component's script; any other file as it is. */
const scriptIn = (file: string, text: string): string =>
  file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script).join('\n')
    : text

function specifierOf(node: ts.Node, lazy: boolean): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return textOf(node.argument.literal)
  }
  const isImportCall =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return lazy && isImportCall ? textOf(node.arguments[0]) : undefined
}

const textOf = (node: ts.Node | undefined): string | undefined =>
  node && ts.isStringLiteral(node) ? node.text : undefined

const fileAt = (path: string): string | undefined =>
  [path, `${path}.ts`, join(path, 'index.ts')].find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  )

/**
 * Groups of files that import each other, directly or through others (strongly connected components of
 * two or more files, and files that import themselves), as sorted paths relative to `folder`.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972).
 */
export function importCircles(graph: ImportGraph, folder: string): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (file: string): void => {
    index.set(file, index.size)
    low.set(file, index.get(file)!)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!))
    }
    if (low.get(file) !== index.get(file)) return
    const group = stack.splice(stack.indexOf(file))
    if (group.length > 1 || graph.get(file)?.includes(file)) circles.push(group)
  }
  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  const root = resolve(folder)
  return circles.map((group) => group.map((file) => relative(root, file)).sort())
}

/**
 * One chunk for all that the page loads first: modules that lazily loaded parts need too would otherwise
 * become small chunks of their own, which compress worse and each cost a request.
 */
import type { ModuleGraph } from './module-graph.ts'

/**
 * Svelte's parts all hang on one module that exports them, so that each seems to be imported from the start.
 * These are used by later parts alone; tests/e2e/budget.spec.ts sees when that changes.
 */
export const svelteLater =
  /svelte\/src\/internal\/client\/dom\/(blocks\/each|elements\/(custom-element|customizable-select|bindings\/(input|media|select|size)))\.js$/

/** Svelte's package does not say so, but without use of their exports these do nothing. */
export const withoutSideEffects = /svelte\/src\/internal\/client\/dom\//

/** @returns for `output.codeSplitting.groups`: names the chunk of what `entry` imports statically */
export function firstLoad(entry: string) {
  let known: Set<string> | undefined
  return {
    priority: 1,
    name: (id: string, graph: ModuleGraph): string | null => {
      known ??= reachable(entry, graph)
      return known.has(id) && !svelteLater.test(id) ? 'index' : null
    },
  }
}

function reachable(entry: string, graph: ModuleGraph): Set<string> {
  const found = new Set([entry])
  for (const id of found) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  }
  return found
}

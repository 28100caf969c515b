/**
 * One chunk for all that the page loads first: modules that lazily loaded parts need too would otherwise
 * become small chunks of their own, which compress worse and each cost a request.
 */
interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** @returns for `output.codeSplitting.groups`: names the chunk of what `entry` imports statically */
export function firstLoad(entry: string) {
  let known: Set<string> | undefined
  return {
    name: (id: string, graph: ModuleGraph): string | null => {
      known ??= reachable(entry, graph)
      return known.has(id) ? 'index' : null
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

/**
 * One chunk for all that the page loads first: modules that lazily loaded parts need too would otherwise
 * become small chunks of their own, which compress worse and each cost a request.
 */
interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/**
 * Svelte's parts all hang on one module that exports them, so that each seems to be imported from the start.
 * These are used by later parts alone; tests/e2e/budget.spec.ts sees when that changes.
 */
const svelteLater =
  /svelte\/src\/internal\/client\/dom\/(blocks\/each|elements\/custom-element|elements\/bindings\/(input|size|media))\.js$/

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

/**
 * One chunk each for what many later parts share: as chunks of their own, each of these small modules would be a
 * request, and a name in the first load's list of files.
 */
export const sharedLater = [
  { name: 'shared', test: /\/src\/(ui\/shared\/(?!qr\/)|ui\/install\/Spinner|bytes\/|async\/)/ },
  { name: 'repl', test: /\/src\/micropython\// },
  { name: 'flash', test: /\/src\/images\/(flash-|littlefs\/geometry|micropython-version)/ },
  {
    name: 'preset-schema',
    test: /\/src\/presets\/(schema|parse|plain-text|portal-field|pattern|tags|app-reference|newer-version|set-up-network|station|ipv4|new-password|without-password)/,
  },
  {
    name: 'requests',
    test: /\/src\/state\/(install-request|update-request|portal-settings|given-passwords|board-passwords)/,
  },
  { name: 'help', test: /\/src\/(ui\/)?help\// },
]

function reachable(entry: string, graph: ModuleGraph): Set<string> {
  const found = new Set([entry])
  for (const id of found) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  }
  return found
}

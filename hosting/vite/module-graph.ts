/** What the bundler knows of the page's modules, as far as our choice of chunks asks. */
export interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[]; importers: readonly string[] } | null
}

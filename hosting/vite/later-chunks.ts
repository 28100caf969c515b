/**
 * One chunk each for what many later parts share, and for small parts that are shown in the same minute: as chunks
 * of their own, each of these small modules would be a request, and a name in the first load's list of files, which
 * costs it some 25 bytes. A chunk holds only what imports nothing outside the first load, itself and those named
 * above it; the build fails where chunks import each other in a circle.
 */
import type { Plugin, Rolldown } from 'vite'
import { svelteLater } from './first-load.ts'
import type { ModuleGraph } from './module-graph.ts'

const later = {
  base: [svelteLater, /\/src\/messages\/format\./, /^\0part-(hub|progress)$/],
  'connect-notes': [/\/src\/ui\/board\/(AndroidNotes|FirefoxNotes|UsedPorts|this-computer)\./],
  shared: [
    /@noble\/hashes\//,
    /\/src\/(async|bytes)\//,
    /\/src\/ui\/shared\/(?!qr\/(?!wifi))/,
    /\/src\/ui\/install\/(Spinner|cancelled-words|phase-words|job-phases)\./,
    /\/src\/ui\/(batch\/many-boards|hub\/now-words|phone\/hex-lines|presets\/(local-file|modal))\./,
    /\/src\/presets\/(signature-status|words)\./,
    /\/src\/state\/(install-request|update-request|portal-settings|given-passwords|board-passwords)\./,
    /\/src\/esptool\/baud-ladder\./,
    /\/src\/provision\/(files\/paths|survey\/found)\./,
    /\/src\/phone\/phone-link\./,
  ],
  stored: [
    /\/node_modules\/valibot\//,
    /\/src\/presets\/(app-reference|pattern[\w-]*|plain-text|portal-field|schema|tags)\./,
    /\/src\/presets\/(list-store|newer-version|parse|preset-list-format|preset-store|recently-deleted)\./,
    /\/src\/presets\/(set-up-network|station|ipv4|new-password|without-password)\./,
    /\/src\/state\/stored-settings\./,
  ],
  repl: [
    /\/src\/micropython\//,
    /\/src\/serial\/byte-reader\./,
    /\/src\/provision\/(boot\/restart-by-command|update\/with-room)\./,
  ],
  flash: [
    /\/src\/images\/(catalogue-missing|flash-|littlefs\/geometry|micropython-version)/,
    /\/src\/esptool\/flash-id\./,
  ],
  port: [
    /\/src\/serial\/(backlog|lease|open-link|open-port|port-link|port-writer|reader-loop|traffic)\./,
    /\/src\/esptool\/(hard-reset|reset-strategies)\./,
    /\/src\/provision\/(boot\/(baud-rates|replaying-link)|files\/wifi-credentials|update\/release-in-time)\./,
  ],
  help: [
    /\/src\/(ui\/)?help\//,
    /\/src\/ui\/board\/(NoDeviceHelp|NoWebSerial|NotIsolated|OverWebUsb|serial-browsers)\./,
  ],
  'boot-fix': [/\/src\/ui\/install\/(boot-fix|update-words)\./],
  'extra-files': [
    /\/src\/(state\/extra-files|provision\/files\/extra-paths)\./,
    /\/src\/ui\/install\/(dropped-files|own-files)\./,
  ],
  services: [/\/src\/(firmware-services|many-boards)\./],
  settings: [/\/src\/ui\/shell\/(SettingsMenu|reader-choices)\./, /\/src\/state\/reader-choices\./],
  notes: [
    /\/src\/ui\/(board\/InterruptionNote|phone\/DemoNotice|presets\/StorageProblem|shell\/StrayDropNotice)\./,
  ],
  connected: [
    /\/src\/ui\/board\/(BoardFacts|Connecting|FlashSizeChoice|flash-words)\./,
    /\/src\/ui\/(install\/UpdateInstead|shell\/(new-view|page-title))\./,
  ],
} satisfies Record<string, RegExp[]>

const nameLater = (id: string): string | null =>
  Object.entries(later).find(([, tests]) => tests.some((test) => test.test(id)))?.[0] ?? null

/** For `output.codeSplitting.groups`, after `firstLoad`: words go where all that say them are, else to what is shared. */
export const laterChunks = {
  name: (id: string, graph: ModuleGraph): string | null => {
    const own = nameLater(id)
    if (own || !id.startsWith('\0part-')) return own
    const importers = graph.getModuleInfo(id)?.importers ?? []
    const [name, ...others] = new Set(importers.map(nameLater))
    return others.length > 0 ? 'base' : (name ?? null)
  },
}

/** Fails the build where a chunk imports itself by way of others: what runs first would depend on who asks. */
export const withoutCircles: Plugin = {
  name: 'chunks-without-circles',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk' && isInCircle(file, bundle))
        this.error(`${file.fileName} imports itself by way of ${file.imports.join(', ')}.`)
    }
  },
}

function isInCircle(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): boolean {
  const found = new Set(chunk.imports)
  for (const name of found) {
    const file = bundle[name]
    for (const next of file?.type === 'chunk' ? file.imports : []) found.add(next)
  }
  return found.has(chunk.fileName)
}

/**
 * Before all tests of a run: compiles the thread in which the virtual board's MicroPython runs, once.
 * Otherwise each of the hundreds of boards that tests switch on compiles its TypeScript again.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

const entry = 'src/virtual-board/python-worker/worker-node.ts'

/** Not while it watches: an edit of the worker's sources must count at once. */
export default async function setup({ config }: TestProject) {
  if (config.watch || process.env.BOARD_WORKER) return undefined
  mkdirSync('tests/results', { recursive: true })
  const outDir = resolve(mkdtempSync('tests/results/board-worker-'))
  const output = { entryFileNames: 'worker.mjs' }
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: entry, outDir, target: 'node20', minify: false, rolldownOptions: { output } },
  })
  process.env.BOARD_WORKER = pathToFileURL(`${outDir}/worker.mjs`).href
  return () => rmSync(outDir, { recursive: true, force: true })
}

/** `npm run test:device` against a board on the network: the board's cases on Chromium's own port. */
import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serveBoard, type BoardServer } from '../../src/cli/rfc2217/board-server'
import { makeDemoImage } from '../../src/images/demo-image'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { boardSuite } from '../contract/board-suite'
import { whyNot } from './machine'

const sector = 0x3fa000
let board: VirtualBoard
let server: BoardServer
let folder: string

test.beforeEach(async () => {
  const reason = whyNot()
  test.skip(reason !== undefined, reason)
  const flash = makeDemoImage()
  flash[3] = 0x40
  const program = createMicroPythonProgram()
  board = createVirtualBoard({ flash, program, linesOnOpen: 'released' })
  server = await serveBoard(board, 0)
  folder = mkdtempSync(join(tmpdir(), 'device-run-'))
})
test.afterEach(async () => {
  await server?.close()
  board?.dispose()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

async function run(...given: string[]): Promise<{ code: number | null; words: string }> {
  const script = resolve('tests/device/run.ts')
  const tsx = resolve('node_modules/tsx/dist/cli.mjs')
  const child = spawn(process.execPath, [tsx, script, ...given], {
    cwd: folder,
    env: { ...process.env, DEVICE: `rfc2217://127.0.0.1:${server.port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (words += part))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, words }
}

test('says what it will erase, and does nothing where nobody can be asked', async () => {
  const before = Buffer.from(board.flash.bytes)
  const { code, words } = await run()
  expect(code).toBe(1)
  expect(words).toContain('One sector of the flash (4 KiB) will be erased')
  expect(words).toContain('Nobody is there to ask')
  expect(before.equals(board.flash.bytes)).toBe(true)
})

test('with --yes every case passes, and the flash is as before', async () => {
  board.flash.bytes.fill(0x5a, sector, sector + 4096)
  const { code, words } = await run('--yes')
  expect(words).toContain('4096 bytes at 0x3fa000')
  for (const name of Object.keys(boardSuite)) expect(words).toContain(`✓ ${name}`)
  expect(words).toContain('print(6 * 7) → 42')
  expect(code).toBe(0)
  const [saved] = readdirSync(folder)
  const sectorNow = Buffer.from(board.flash.bytes.subarray(sector, sector + 4096))
  expect(sectorNow.every((byte) => byte === 0x5a)).toBe(true)
  expect(sectorNow.equals(readFileSync(join(folder, saved!)))).toBe(true)
})

/** A run that ends, however it does, leaves no process and no file. */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BoardHandle } from './board-handle'
import { expect, test } from './fixtures'
import { buildNativeParts } from './machine'

/** How many processes have `words` in their command line. */
const processesOf = (words: string) =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(words))
    .length

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has just ended
  }
}

test('when its parent has gone, the board ends, and so do its terminal and its folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'web-serial-'))
  const board = await BoardHandle.start(buildNativeParts().serialPty, folder)
  expect(processesOf(folder), 'the board and its terminal').toBe(2)
  await board.stop()
  expect(existsSync(folder)).toBe(false)
  await expect.poll(() => processesOf(folder)).toBe(0)
})

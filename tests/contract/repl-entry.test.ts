/** Into the raw REPL from wherever the board is, each time on a board that was just switched on. */
import { describe, expect, it } from 'vitest'
import { writeFile } from '../../src/micropython/files'
import { openRepl } from '../../src/micropython/open-repl'
import { rig, useReplRig } from './repl-rig'
import { encode } from '../support/bytes'

useReplRig()

describe('entering the REPL', () => {
  const reopen = async () => {
    await rig.repl.close()
    rig.repl = await openRepl(rig.link)
    expect(await rig.repl.exec('print(6)')).toBe('6\n')
  }
  /** Leaves the board running `main`, as after a power-on. */
  const run = async (main: string) => {
    await writeFile(rig.repl, '/main.py', encode(main))
    await rig.repl.exit({ softReset: true })
  }

  it('interrupts a busy main.py', async () => {
    await run('while True: pass')
    await reopen()
  })

  it('interrupts a main.py that prints without end', async () => {
    await run("import time\nwhile True:\n print('>>> raw REPL')\n time.sleep_ms(5)")
    await reopen()
  })

  it('interrupts a main.py that swallows the first Ctrl-C', async () => {
    const swallow = 'try:\n while True: pass\nexcept KeyboardInterrupt: pass\n'
    await run(`${swallow}${swallow}while True: pass`)
    await reopen()
  })

  it.each([
    ['a half typed line', 'print(1'],
    ['an open block', 'while True:\r  x = 1\r'],
    ['paste mode', '\x05x = 1\n'],
    ['the raw REPL with half a line', '\x01print(1'],
    ['an abandoned raw paste', '\x01\x05A\x01print(1'],
  ])('gets out of %s', async (_, left) => {
    await rig.repl.exit()
    await rig.link.write(encode(left))
    await reopen()
  })
})

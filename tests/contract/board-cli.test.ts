/** `npm run board` as a user runs it: a process, a TCP port, a file. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'

const script = new URL('../../src/cli/board/board.ts', import.meta.url).pathname

let folder: string
let running: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'board-cli-'))
})
afterEach(() => {
  running?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function run(...args: string[]): ChildProcess {
  running = spawn(process.execPath, ['--import', 'tsx', script, ...args])
  return running
}

async function seen(source: Readable, pattern: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of source.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1')
    if (pattern.test(text)) return text
  }
  throw new Error(`ended without ${pattern}: ${text}`)
}

/** Starts the board on a free port; gives a connection to it. */
async function startBoard(...args: string[]) {
  const board = run('--rfc2217', '0', ...args)
  const hello = await seen(board.stdout!, /rfc2217:\/\/127\.0\.0\.1:\d+ /)
  const socket = connect(Number(/127\.0\.0\.1:(\d+)/.exec(hello)![1]), '127.0.0.1')
  await once(socket, 'connect')
  return { board, socket }
}

/** Presses Enter until Python answers: what is typed while it starts is lost, as on a real board. */
async function prompt(socket: Socket): Promise<void> {
  const keys = setInterval(() => socket.write('\r'), 200)
  await seen(socket, />>> /).finally(() => clearInterval(keys))
}

async function stop(board: ChildProcess): Promise<void> {
  board.kill('SIGINT')
  expect(await once(board, 'exit')).toEqual([0, null])
}

describe('npm run board', () => {
  it('explains itself', async () => {
    expect(await seen(run('--help').stdout!, /--pace/)).toMatch(/^Usage: npm run board/)
  })

  it('says what is wrong with an argument and fails', async () => {
    const board = run('--rfc2217', '70000')
    const [words, [code]] = await Promise.all([seen(board.stderr!, /\n/), once(board, 'exit')])
    expect(words).toContain('--rfc2217 needs a TCP port, not "70000"')
    expect(code).toBe(1)
  })

  it('runs MicroPython, and a file written on it is still there the next time', async () => {
    const path = join(folder, 'flash.bin')
    const image = makeDemoImage()
    image[3] = 0x40 // 4 MB, as the flash of the board
    writeFileSync(path, image)

    const first = await startBoard('--flash', path)
    await prompt(first.socket)
    first.socket.write("f = open('note.txt', 'w'); f.write('kept'); f.close(); print('closed')\r")
    await seen(first.socket, /\nclosed\r\n/)
    await vi.waitUntil(() => readFileSync(path).includes('note.txt'), { timeout: 10_000 })
    await stop(first.board)
    expect(readFileSync(path).length).toBe(4 * 1024 * 1024)

    const second = await startBoard('--flash', path)
    await prompt(second.socket)
    second.socket.write("print(open('note.txt').read())\r")
    await seen(second.socket, /\nkept\r\n/)
    await stop(second.board)
  })
})

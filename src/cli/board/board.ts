/**
 * `npm run board -- --rfc2217 4000 [--flash FILE] [--flash-size 4MB] [--pace]`: a virtual ESP8266 that
 * any serial program can flash and talk to. Reads the command line; the rest is elsewhere.
 */
import { parseArgs } from 'node:util'
import type { ProgramFactory } from '../../virtual-board/chip/program'
import { createVirtualBoard } from '../../virtual-board/board'
import { serveBoard } from '../rfc2217/board-server'
import { keepFlashFile, readFlashFile } from './flash-file'

const sizes: Record<string, number> = {
  '512KB': 0x80000,
  '1MB': 0x100000,
  '2MB': 0x200000,
  '4MB': 0x400000,
  '8MB': 0x800000,
  '16MB': 0x1000000,
}

const usage = `Usage: npm run board -- --rfc2217 PORT [--flash FILE] [--flash-size SIZE] [--pace]

  --rfc2217 PORT     serve the board on 127.0.0.1:PORT (rfc2217://127.0.0.1:PORT)
  --flash FILE       keep the flash in FILE; it is created if need be
  --flash-size SIZE  ${Object.keys(sizes).join(', ')} (default 4MB)
  --pace             as fast as the wire would be, instead of as fast as possible`

interface Arguments {
  port: number
  flashFile: string | undefined
  flashSizeBytes: number
  pace: boolean
}

/** Throws an Error with words for the user. */
function readArguments(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      rfc2217: { type: 'string' },
      flash: { type: 'string' },
      'flash-size': { type: 'string', default: '4MB' },
      pace: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help || values.rfc2217 === undefined) return undefined
  const port = Number(values.rfc2217)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--rfc2217 needs a TCP port, not "${values.rfc2217}"`)
  }
  const flashSizeBytes = sizes[values['flash-size'].toUpperCase()]
  if (!flashSizeBytes) throw new Error(`--flash-size is one of ${Object.keys(sizes).join(', ')}`)
  return { port, flashFile: values.flash, flashSizeBytes, pace: values.pace }
}

/** MicroPython, or a program that only prints its banner where MicroPython cannot be loaded. */
async function loadProgram(): Promise<ProgramFactory | undefined> {
  try {
    const { createMicroPythonProgram } = await import('../../virtual-board/python-worker/node')
    return createMicroPythonProgram()
  } catch (error) {
    console.error(
      `MicroPython is not available (${String(error)}): the board prints only a banner.`,
    )
    return undefined
  }
}

async function run({ port, flashFile, flashSizeBytes, pace }: Arguments): Promise<void> {
  const board = createVirtualBoard({
    flashSizeBytes,
    flash: flashFile ? readFlashFile(flashFile, flashSizeBytes) : undefined,
    pace,
    program: await loadProgram(),
    linesOnOpen: 'released',
  })
  const finish = flashFile ? keepFlashFile(flashFile, board) : () => undefined
  const server = await serveBoard(board, port)
  console.log(`Virtual ESP8266 on rfc2217://127.0.0.1:${server.port} (Ctrl-C ends it)`)
  const stop = () => {
    finish()
    board.dispose()
    void server.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

try {
  const given = readArguments()
  if (given) await run(given)
  else console.log(usage)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

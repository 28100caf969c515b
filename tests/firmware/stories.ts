/** What clients of the portal do, as parts of stories (see world.ts), and how to run a portal for one. */
import { startBoard, type Board, type Files } from './board'
import type { Story } from './world'
import type { Phone } from './world-network'

type Part<T> = Generator<number | (() => boolean), T, void>

/** A DNS query for the A record of example.com (RFC 1035, 4.1), identifier 0xabcd, recursion desired. */
export const dnsQuery = Buffer.from(
  'abcd01000001000000000000076578616d706c6503636f6d0000010001',
  'hex',
)

/** The head of an HTTP/1.1 request. @param more  further header lines, each with its CRLF */
export const head = (line: string, host = '192.168.4.1', more = '') =>
  `${line} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`

/** A form to /connect, complete. */
export const post = (body: string, more = '') =>
  head('POST /connect', '192.168.4.1', `${more}Content-Length: ${body.length}\r\n`) + body

/** The only network in reach of a board from `startAtHome`. */
export const home = { ssid: 'Home', key: 'correct horse' }

/** @param files  what is in flash beside the portal */
export async function startAtHome(files: Files = {}): Promise<Board> {
  const board = await startBoard(files)
  board.world.radio.networks = [home]
  return board
}

/** Sends a request in the given pieces and waits until the board has closed the connection. */
export function* ask({ world }: Board, ...pieces: (string | Uint8Array)[]): Part<Phone> {
  const phone = world.network.dial()
  for (const piece of pieces) {
    phone.send(piece)
    yield 1
  }
  yield () => phone.closed
  return phone
}

/** The form's token; 'none' if the page has no form. */
export const tokenIn = (page: Phone) => /name="token" value="(\w+)"/.exec(page.body)?.[1] ?? 'none'

/** Opens the page, fills in the form and sends it. */
export function* submit(board: Board, fields: Record<string, string>, more = ''): Part<Phone> {
  const page = yield* ask(board, head('GET /'))
  const form = new URLSearchParams({ token: tokenIn(page), ...fields }).toString()
  return yield* ask(board, post(form, more))
}

export interface PortalStatus {
  state: string
  about: string
  ip: string
  name: string
  token: string
}

export function* status(board: Board): Part<PortalStatus> {
  const answer = yield* ask(board, head('GET /status'))
  return JSON.parse(answer.body) as PortalStatus
}

/** Asks for the status until it is not "trying" any more. */
export function* verdict(board: Board): Part<PortalStatus> {
  for (;;) {
    const now = yield* status(board)
    if (now.state !== 'trying') return now
    yield 1000
  }
}

/** Runs the portal for as long as the story takes, then presses Ctrl-C. */
export function serve(board: Board, story: () => Story, options = ''): string[] {
  const { world } = board
  world.play(function* () {
    yield () => world.network.isListening()
    yield 10
    yield* story()
    world.interrupt()
  })
  try {
    board.run(`from captive_portal import CaptivePortal\nCaptivePortal(${options}).start()`)
  } catch (error) {
    if (world.failure !== undefined || !/KeyboardInterrupt/.test(String(error))) throw error
  }
  return board.console()
}

/** Calls start() to its end; the last line says what it returned. */
export function runStart(board: Board, options = ''): string[] {
  board.run(`
from captive_portal import CaptivePortal
wifi = CaptivePortal(${options}).start()
print('returned', wifi and wifi.ifconfig()[0])`)
  return board.console()
}

/** What `captive_portal.settings()` returns: the values of the extra fields. */
export function readSettings(board: Board): Record<string, unknown> {
  board.console()
  board.run('import captive_portal, json\nprint(json.dumps(captive_portal.settings()))')
  return JSON.parse(board.console()[0]!) as Record<string, unknown>
}

/** Puts networks into the board's credentials, the last one as the one used last. */
export function remember(board: Board, ...pairs: [name: string, key: string][]): void {
  const calls = pairs.map(([name, key]) => `credentials.save(b'${name}', b'${key}')`)
  board.run(['from captive_portal import credentials', ...calls].join('\n'))
  board.console()
}

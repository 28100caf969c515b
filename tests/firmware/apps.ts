/** A board in the home network with a starter app, and the servers that it talks to. */
import { readApps } from '../../firmware/starter-apps'
import { startBoard, type Board, type Files } from './board'
import type { Story, World } from './world'
import type { Phone } from './world-network'

/** What a board gets when this app is chosen, and what was entered on the sign-in page. */
export function appFiles(name: string, settings: object = {}): Files {
  const found = readApps().find(({ app }) => app.name === name)
  if (!found) throw new Error(`There is no app ${name}.`)
  return {
    ...Object.fromEntries(
      found.files.map((file) => [`/lib/captive_portal/apps/${file.name}`, file.text]),
    ),
    '/portal.json': JSON.stringify({ app: name, hostname: 'lamp-7' }),
    '/settings.json': JSON.stringify(settings),
    '/wifi.creds': 'Home,correct horse',
  }
}

export async function appBoard(name: string, settings: object = {}): Promise<Board> {
  const board = await startBoard(appFiles(name, settings))
  board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
  return board
}

/** Runs main.py until the story has come to its end (then Ctrl-C), or the app to its own. */
export function runApp(board: Board, story: () => Story): string[] {
  const { world } = board
  world.play(function* () {
    yield* story()
    world.interrupt()
  })
  try {
    board.run("exec(open('/main.py').read())")
  } catch (error) {
    if (world.failure !== undefined || !/KeyboardInterrupt/.test(String(error))) throw error
  }
  return board.console()
}

/** Runs main.py until the app comes to its end by itself. */
export function runToEnd(board: Board): string[] {
  board.run("exec(open('/main.py').read())")
  return board.console()
}

export interface HttpRequest {
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: string
  atMs: number
}

/** Text: sent, and hung up. 'silence': nothing ever comes. 'reset': the connection breaks. */
export type HttpAnswer = string | 'silence' | 'reset'

export const json = (body: unknown, status = '200 OK', more = '') => {
  const text = JSON.stringify(body)
  const length = Buffer.byteLength(text)
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n${text}`
}

/** A local server; every request that it has understood is kept. */
export function serveHttp(
  world: World,
  address: string,
  answer: (request: HttpRequest) => HttpAnswer,
): HttpRequest[] {
  const requests: HttpRequest[] = []
  const others = world.network.onConnect
  world.network.onConnect = (to, peer) => {
    if (to !== address) return others(to, peer)
    world.play(() => converse(world, peer, requests, answer))
    return true
  }
  return requests
}

function* converse(
  world: World,
  peer: Phone,
  requests: HttpRequest[],
  answer: (request: HttpRequest) => HttpAnswer,
): Story {
  yield () => peer.closed || isComplete(peer.received)
  if (peer.closed) return
  const request = { ...parse(peer.received), atMs: world.nowMs }
  requests.push(request)
  const text = answer(request)
  yield 30
  if (text === 'silence') return
  if (text === 'reset') peer.wasReset = true
  else for (let at = 0; at < text.length; at += 300) peer.send(text.slice(at, at + 300))
  peer.hungUp = true
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0)
  return end >= 0 && Buffer.byteLength(text.slice(end + 4)) >= length
}

function parse(text: string): Omit<HttpRequest, 'atMs'> {
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...lines] = text.slice(0, end).split('\r\n')
  const [method = '', target = ''] = line.split(' ')
  const [path = '', query = ''] = target.split('?')
  const headers = lines.map((one) => /^([^:]+): (.*)$/.exec(one)!.slice(1))
  return {
    method,
    path,
    query,
    headers: Object.fromEntries(headers.map(([name, value]) => [name!.toLowerCase(), value!])),
    body: text.slice(end + 4),
  }
}

/** Every system that looks for a portal, from its first question to the address in the home network. */
import { beforeEach, expect, it } from 'vitest'
import { detectors } from '../../src/phone/detectors'
import { startBoard, type Board } from './board'
import { ask, head, tokenIn, verdict } from './stories'

let board: Board
beforeEach(async () => {
  board = await startBoard()
  board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
  board.world.radio.stations = 1
})

const origins = (host: string) => [`Origin: http://${host}\r\n`, 'Origin: null\r\n', '']

it.each(
  detectors.flatMap(({ system, url }) => [0, 1, 2].map((kind) => [system, url, kind] as const)),
)('%s (%s, origin %d) finishes the whole sign-in in its own sheet', (_, url, kind) => {
  const { world } = board
  world.play(function* () {
    yield () => world.network.isListening()
    let place = new URL(url)
    let page = yield* ask(board, head(`GET ${place.pathname}${place.search}`, place.host))
    const location = page.header('Location')
    if (location) {
      place = new URL(location)
      page = yield* ask(board, head(`GET ${place.pathname}`, place.host))
    }
    expect(page.status).toBe(200)
    const action = /<form method="post" action="(\/connect)">/.exec(page.body)![1]!
    const body = `token=${tokenIn(page)}&ssid=Home&password=correct+horse`
    const more = `${origins(place.host)[kind]}Content-Length: ${body.length}\r\n`
    const sent = yield* ask(board, head(`POST ${action}`, place.host, more) + body)
    expect(sent.status).toBe(303)
    const next = new URL(sent.header('Location')!)
    expect((yield* ask(board, head('GET /', next.host))).body).toContain('<body class="trying">')
    expect((yield* verdict(board)).state).toBe('done')
    const last = yield* ask(board, head('GET /', next.host))
    expect(last.body).toContain('<a id="ip" href="http://192.168.1.23/">')
  })
  board.run('from captive_portal import CaptivePortal\nCaptivePortal().start()')
})

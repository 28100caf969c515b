/** An answer whose size is a multiple of a packet's 536 bytes ends with its last packet. */
import { expect, it } from 'vitest'
import { startBoard } from './board'
import { head } from './stories'

it.each([535, 536, 537, 1072])(
  'an answer of %d bytes closes its connection at once',
  async (size) => {
    const board = await startBoard()
    const { world } = board
    let secondsOpen = -1
    world.play(function* () {
      yield () => world.network.isListening()
      const startMs = world.nowMs
      const phone = world.network.dial()
      phone.send(head('GET /'))
      yield () => phone.closed
      secondsOpen = (world.nowMs - startMs) / 1000
      expect(phone.receivedBytes).toBe(size)
      world.interrupt()
    })
    const loop = `
import select
from captive_portal.server import HTTPServer
poller = select.poll()
server = HTTPServer(poller, lambda request: iter((b'x' * ${size},)))
while True:
    for sock, event in poller.poll(100):
        server.handle(sock, event)
    server.tick()
`
    expect(() => board.run(loop)).toThrow('KeyboardInterrupt')
    expect(secondsOpen).toBeLessThan(1)
  },
)

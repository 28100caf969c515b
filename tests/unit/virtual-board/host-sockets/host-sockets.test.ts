/** The host's sockets and the virtual network: what each side sees of the other, as TCP has it. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errno } from '../../../../src/virtual-board/interpreter/host-calls'
import { Listeners } from '../../../../src/virtual-board/host-sockets/listeners'
import { unchanged } from '../../../../src/virtual-board/host-sockets/header-lines'
import { Network } from '../../../../src/virtual-board/radio/network'
import { encode } from '../../../support/bytes'

let network: Network
let listeners: Listeners
let admitted: boolean
let ports: Record<'HTTP' | 'DNS', number>
const clients: Socket[] = []

beforeEach(() => {
  network = new Network()
  admitted = true
  ports = { HTTP: 0, DNS: 0 }
  listeners = new Listeners({
    network,
    httpPort: 0,
    dnsPort: 0,
    admit: () => admitted,
    filters: () => ({ toBoard: unchanged, toHost: unchanged }),
    onOpen: (what, port) => (ports[what] = port),
    onError: (_, error) => expect.unreachable(String(error)),
  })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
  listeners.close()
})

async function listen(backlog = 5): Promise<number> {
  const fd = network.open({ kind: 'new' })
  expect(network.bind(fd, 80, 0)).toBe(0)
  network.listen(fd, backlog)
  await vi.waitUntil(() => ports.HTTP)
  return fd
}

function openSocket(): Socket {
  const client = connect({ port: ports.HTTP, host: '127.0.0.1', allowHalfOpen: true })
  client.on('error', () => undefined)
  clients.push(client)
  return client
}

async function dial(): Promise<Socket> {
  const client = openSocket()
  await once(client, 'connect')
  return client
}

/** The board's end of a new connection. */
async function meet() {
  const listener = await listen()
  const client = await dial()
  const fd = await vi.waitUntil(() => network.accept(listener))
  const socket = network.get(fd)
  if (socket?.kind !== 'tcp') throw new Error('no connection')
  return { client, fd, board: socket.connection }
}

const received = async (client: Socket) => {
  let text = ''
  for await (const chunk of client.iterator({ destroyOnReturn: false })) text += String(chunk)
  return text
}
const failure = async (client: Socket) =>
  ((await once(client, 'error')) as [NodeJS.ErrnoException])[0].code

describe('TCP', () => {
  it('is refused until the board listens, and again when it has stopped', async () => {
    const fd = await listen()
    await dial()
    network.close(fd, 0)
    expect(await failure(connect(ports.HTTP, '127.0.0.1'))).toBe('ECONNREFUSED')
  })

  it('opens at the same port again', async () => {
    const fd = await listen()
    const before = ports.HTTP
    network.close(fd, 0)
    ports.HTTP = 0
    await listen()
    expect(ports.HTTP).toBe(before)
  })

  it('carries bytes both ways, and the end of each side', async () => {
    const { client, fd, board } = await meet()
    client.end('question')
    await vi.waitUntil(() => board.peerDone)
    expect(Buffer.from(board.boardTakes(100) ?? []).toString()).toBe('question')
    expect(board.boardTakes(100)).toBeUndefined()
    board.boardSends(encode('answer'))
    network.close(fd, 0)
    expect(await received(client)).toBe('answer')
  })

  it('a whole page goes out through the small window of the chip', async () => {
    const { client, fd, board } = await meet()
    const page = 'x'.repeat(100_000)
    const answer = received(client)
    for (let at = 0; at < page.length;) {
      at += board.boardSends(encode(page.slice(at)))
      await vi.waitUntil(() => board.roomForBoard > 0, { interval: 1 })
    }
    network.close(fd, 0)
    expect(await answer).toBe(page)
  })

  it('a client that sends much has to wait for the board to read it', async () => {
    const { client, board } = await meet()
    client.write('x'.repeat(20_000_000))
    await vi.waitUntil(() => board.unreadBytes > 0)
    let taken = 0
    while (taken < 20_000_000) {
      expect(board.unreadBytes).toBeLessThan(200_000)
      taken += board.boardTakes(65_536)?.length ?? 0
      if (board.unreadBytes === 0)
        await vi.waitUntil(() => board.unreadBytes > 0 || taken >= 20_000_000, { interval: 1 })
    }
    expect(taken).toBe(20_000_000)
  })

  it('a client’s reset reaches the board', async () => {
    const { client, board } = await meet()
    client.resetAndDestroy()
    await vi.waitUntil(() => board.reset)
  })

  it('a close with something left unread is a reset, after what was sent', async () => {
    const { client, fd, board } = await meet()
    client.write('more than is read')
    await vi.waitUntil(() => board.unreadBytes > 0)
    board.boardSends(encode('enough'))
    const answer = received(client)
    network.close(fd, 0)
    expect(await answer).toBe('enough')
    const gone = failure(client) // Node takes a reset after data for an end, until it writes again
    client.write('anybody?')
    expect(await gone).toMatch(/EPIPE|ECONNRESET/)
  })

  it('a connection beyond the accept queue is reset; one that is reset in the queue leaves it', async () => {
    const fd = await listen(2)
    const waiting = [await dial(), await dial()]
    expect(await failure(openSocket())).toBe('ECONNRESET')
    waiting[0]?.resetAndDestroy()
    await vi.waitUntil(() => {
      const socket = network.get(fd)
      return socket?.kind === 'listener' && socket.queue.length === 1
    })
    const fourth = await dial()
    await vi.waitUntil(() => network.accept(fd))
    const second = await vi.waitUntil(() => network.accept(fd))
    network.close(second, 0)
    expect(await received(fourth)).toBe('')
  })

  it('a phone out of reach: its connections are reset, and new ones too', async () => {
    const { client, board } = await meet()
    const broken = failure(client)
    admitted = false
    listeners.dropAll()
    expect(await broken).toBe('ECONNRESET')
    expect(board.reset).toBe(true)
    expect(await failure(openSocket())).toBe('ECONNRESET')
    expect(network.accept(1)).toBeUndefined()
  })

  it('a port that Python has bound but not opened is closed', async () => {
    const fd = network.open({ kind: 'new' })
    network.bind(fd, 80, 0)
    expect(network.bind(network.open({ kind: 'new' }), 80, 0)).toBe(0)
    expect(network.openPorts).toEqual([])
    network.listen(fd, 1)
    expect(network.bind(network.open({ kind: 'new' }), 80, 0)).toBe(-errno.EADDRINUSE)
  })
})

describe('UDP', () => {
  async function bindUdp() {
    const fd = network.open({ kind: 'udp', inbox: [] })
    network.bind(fd, 53, 0)
    await vi.waitUntil(() => ports.DNS)
    const socket = network.get(fd)
    if (socket?.kind !== 'udp') throw new Error('no socket')
    return socket
  }

  it('a datagram in, a datagram back to where it came from', async () => {
    const board = await bindUdp()
    const client = createSocket('udp4')
    client.send('question', ports.DNS, '127.0.0.1')
    const { address, port, bytes: question } = await vi.waitUntil(() => board.inbox.shift())
    expect([address, Buffer.from(question).toString()]).toEqual(['127.0.0.1', 'question'])
    network.sendDatagram({ address, port, bytes: encode('answer') })
    const [answer] = (await once(client, 'message')) as [Buffer]
    expect(answer.toString()).toBe('answer')
    client.close()
  })

  it('more than the queue of the chip holds is lost', async () => {
    const board = await bindUdp()
    const client = createSocket('udp4')
    for (let i = 0; i < 10; i++) client.send(String(i), ports.DNS, '127.0.0.1')
    await vi.waitUntil(() => board.inbox.length === 4)
    client.close()
  })
})

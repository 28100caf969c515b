/** The socket operations of host-calls.ts on the in-memory network. */
import type { Clock } from '../clock'
import { errno, type HostReply, type HostRequest, type Waiting } from '../interpreter/host-calls'
import type { Network, Socket } from './network'

type Outcome = HostReply | Waiting | undefined

/** Tries at once, then again after every change, for `timeoutMs` (0: does not wait; -1: without limit). */
function waitFor(clock: Clock, timeoutMs: number, poll: () => HostReply | undefined): Outcome {
  const reply = poll()
  if (reply !== undefined) return reply
  if (timeoutMs === 0) return -errno.EAGAIN
  const untilMs = timeoutMs < 0 ? Infinity : clock.now() + timeoutMs
  return { poll, untilMs, expired: -errno.ETIMEDOUT }
}

function receive(socket: Socket | undefined, size: number): HostReply | undefined {
  if (socket?.kind !== 'tcp') return socket ? -errno.ENOTCONN : -errno.EBADF
  const { connection } = socket
  if (connection.reset) return -errno.ECONNRESET
  return connection.boardTakes(size) ?? (connection.peerDone ? new Uint8Array(0) : undefined)
}

function send(socket: Socket | undefined, data: Uint8Array): HostReply | undefined {
  if (socket?.kind !== 'tcp') return socket ? -errno.ENOTCONN : -errno.EBADF
  if (socket.connection.reset) return -errno.ECONNRESET
  return socket.connection.boardSends(data) || undefined
}

function receiveDatagram(socket: Socket | undefined, size: number): HostReply | undefined {
  if (socket?.kind !== 'udp') return -errno.EBADF
  const datagram = socket.inbox.shift()
  if (!datagram) return undefined
  const head = [...datagram.address.split('.').map(Number), datagram.port >> 8, datagram.port & 255]
  return Uint8Array.from([...head, ...datagram.bytes.subarray(0, size)])
}

function sendTo(network: Network, socket: Socket | undefined, { args, data }: HostRequest) {
  if (socket?.kind !== 'udp') return -errno.EBADF
  const datagram = { address: String(args[1]), port: Number(args[2]), bytes: data.slice() }
  network.sendDatagram(datagram)
  return data.length
}

/** With timeout 0 -EINPROGRESS; `poll` then reports POLLOUT when it is connected. */
function connect(network: Network, clock: Clock, { args }: HostRequest): Outcome {
  const [fd, address, port, timeoutMs] = args
  const reply = network.connect(Number(fd), String(address), Number(port))
  if (reply !== -errno.EINPROGRESS || timeoutMs === 0) return reply
  return waitFor(clock, Number(timeoutMs), () => {
    const socket = network.get(Number(fd))
    if (socket?.kind !== 'tcp') return -errno.EBADF
    if (socket.connection.reset) return -errno.ECONNREFUSED
    return socket.connection.isOpen ? 0 : undefined
  })
}

/** Runs a socket operation; undefined if `request` is none. */
export function socketCall(network: Network, clock: Clock, request: HostRequest): Outcome {
  const { op, args, data } = request
  const fd = Number(args[0])
  const socket = network.get(fd)
  switch (op) {
    case 'socket':
      return network.open(fd === 2 ? { kind: 'udp', inbox: [] } : { kind: 'new' })
    case 'bind':
      return network.bind(fd, Number(args[2]), clock.now())
    case 'listen':
      return network.listen(fd, Number(args[1]))
    case 'accept':
      return waitFor(clock, Number(args[1]), () => network.accept(fd))
    case 'peer':
      return socket?.kind === 'tcp'
        ? `${socket.connection.peerAddress}:${socket.connection.peerPort}`
        : -errno.ENOTCONN
    case 'connect':
      return connect(network, clock, request)
    case 'send':
      return waitFor(clock, Number(args[1]), () => send(socket, data))
    case 'sendto':
      return sendTo(network, socket, request)
    case 'recv':
      return waitFor(clock, Number(args[2]), () => receive(socket, Number(args[1])))
    case 'recvfrom':
      return waitFor(clock, Number(args[2]), () => receiveDatagram(socket, Number(args[1])))
    case 'close':
      network.close(fd, clock.now())
      return 0
    case 'resolve':
      return /^\d+\.\d+\.\d+\.\d+$/.test(String(args[0])) ? String(args[0]) : -2
    default:
      return undefined
  }
}

/**
 * The sockets of the virtual board: TCP and UDP in memory, with errnos and limits of lwIP on the chip. Nothing
 * blocks here: whoever waits subscribes with `onChange`.
 */
import { errno, type HostReply } from '../interpreter/host-calls'
import { Connection } from './connection'

export interface Datagram {
  address: string
  port: number
  bytes: Uint8Array
}

export type Socket = { port?: number } & (
  | { kind: 'new' }
  | { kind: 'udp'; inbox: Datagram[] }
  | { kind: 'listener'; backlog: number; queue: Connection[] }
  | { kind: 'tcp'; connection: Connection }
)

/** How many datagrams a UDP socket queues: four since MicroPython 1.26, one before (extmod/modlwip.c). */
const udpQueue = { before126: 1, since126: 4 } as const
/** lwIP's TIME_WAIT: twice the maximum segment lifetime. */
const timeWaitMs = 120_000

/** Takes a connection that the board makes; returns false if its address cannot be reached. */
export type ConnectHandler = (connection: Connection) => boolean

export class Network {
  /** Decides which addresses the board can connect to; by default none. */
  onConnect: ConnectHandler = () => false
  #udpQueue: number = udpQueue.since126
  readonly #sockets = new Map<number, Socket>()
  /** Port → until when it cannot be bound, because the board was first to close a connection on it. */
  readonly #timeWait = new Map<number, number>()
  readonly #listeners = new Set<() => void>()
  #nextFd = 1
  #nextPeerPort = 49_152
  readonly #receivers = new Set<(datagram: Datagram) => void>()

  /** Applies the limits of the flashed MicroPython (`v1.23.0`); those of the newest for an unknown version. */
  useFirmwareVersion(version: string): void {
    const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? []
    const isOld = Number(major) === 1 && Number(minor) < 26
    this.#udpQueue = isOld ? udpQueue.before126 : udpQueue.since126
  }

  /** Calls `listener` after every change; returns a function that unsubscribes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls `receiver` with every datagram that the board sends; address and port are the destination's. */
  onDatagram(receiver: (datagram: Datagram) => void): () => void {
    this.#receivers.add(receiver)
    return () => this.#receivers.delete(receiver)
  }

  sendDatagram(datagram: Datagram): void {
    for (const receiver of [...this.#receivers]) receiver(datagram)
  }

  readonly changed = (): void => {
    for (const listener of [...this.#listeners]) listener()
  }

  /**
   * Connects from outside; undefined (refused) if the port is not listening. With a full backlog the connection
   * is reset as soon as it is there: lwIP knows the backlog only after the handshake.
   */
  dial(port: number, fromAddress: string): Connection | undefined {
    const listener = this.#bound('listener', port)
    if (!listener) return undefined
    const connection: Connection = new Connection(fromAddress, this.#nextPeerPort++, () => {
      // A connection that is reset before `accept` leaves the backlog (modlwip.c, _lwip_tcp_err_unaccepted).
      if (connection.reset) listener.queue = listener.queue.filter((one) => one !== connection)
      this.changed()
    })
    if (listener.queue.length >= listener.backlog) connection.reset = true
    else listener.queue.push(connection)
    this.changed()
    return connection
  }

  /** `connect` of the board: -EINPROGRESS, or another negative errno. */
  connect(fd: number, address: string, port: number): HostReply {
    if (this.#sockets.get(fd)?.kind !== 'new') return -errno.EALREADY
    const connection: Connection = new Connection(address, port, this.changed)
    connection.isOpen = false
    if (!this.onConnect(connection)) return -errno.EHOSTUNREACH
    this.#sockets.set(fd, { kind: 'tcp', connection })
    return -errno.EINPROGRESS
  }

  /** Delivers a datagram from outside; false if the port has no socket or its queue is full. */
  deliverDatagram(port: number, datagram: Datagram): boolean {
    const socket = this.#bound('udp', port)
    if (!socket || socket.inbox.length >= this.#udpQueue) return false
    socket.inbox.push(datagram)
    this.changed()
    return true
  }

  #bound<K extends Socket['kind']>(kind: K, port: number) {
    for (const socket of this.#sockets.values()) {
      if (socket.kind === kind && socket.port === port)
        return socket as Extract<Socket, { kind: K }>
    }
    return undefined
  }

  /** Ports on which the board can be reached from outside now. */
  get openPorts(): { kind: 'udp' | 'listener'; port: number }[] {
    return [...this.#sockets.values()].flatMap(({ kind, port }) =>
      (kind === 'udp' || kind === 'listener') && port !== undefined ? [{ kind, port }] : [],
    )
  }

  get(fd: number): Socket | undefined {
    return this.#sockets.get(fd)
  }

  open(socket: Socket): number {
    this.#sockets.set(this.#nextFd, socket)
    return this.#nextFd++
  }

  bind(fd: number, port: number, nowMs: number): HostReply {
    const socket = this.#sockets.get(fd)
    if (!socket) return -errno.EBADF
    const kind = socket.kind === 'udp' ? 'udp' : 'listener'
    // lwIP's tcp_bind looks at connections, too, and at those in TIME_WAIT.
    const isInUse = (this.#timeWait.get(port) ?? 0) > nowMs || this.#bound('tcp', port)
    if ((kind === 'listener' && isInUse) || this.#bound(kind, port)) return -errno.EADDRINUSE
    socket.port = port
    this.changed()
    return 0
  }

  listen(fd: number, backlog: number): HostReply {
    const socket = this.#sockets.get(fd)
    if (!socket) return -errno.EBADF
    const listener = { kind: 'listener', backlog: Math.max(1, backlog), queue: [] } as const
    this.#sockets.set(fd, { ...listener, queue: [], port: socket.port })
    this.changed()
    return 0
  }

  /** Returns the new descriptor or a negative errno; undefined while no connection waits. */
  accept(fd: number): number | undefined {
    const socket = this.#sockets.get(fd)
    if (socket?.kind !== 'listener') return -errno.EINVAL
    const connection = socket.queue.shift()
    return connection && this.open({ kind: 'tcp', connection, port: socket.port })
  }

  close(fd: number, nowMs: number): void {
    const socket = this.#sockets.get(fd)
    this.#sockets.delete(fd)
    if (socket?.kind === 'tcp') {
      socket.connection.end('board')
      const { peerDone, reset, closedUnread } = socket.connection
      // An outgoing connection is bound to no port.
      if (socket.port !== undefined && !peerDone && !reset && !closedUnread)
        this.#timeWait.set(socket.port, nowMs + timeWaitMs)
    }
    if (socket?.kind === 'listener') for (const waiting of socket.queue) waiting.end('both')
    this.changed()
  }

  /** A soft reset of MicroPython: every connection is reset. */
  closeAll(): void {
    this.#clear((connection) => connection.end('both'))
  }

  /** The chip has lost power or was reset: its connections are gone, and nobody is told. */
  forgetAll(): void {
    this.#clear((connection) => connection.forget())
  }

  #clear(end: (connection: Connection) => void): void {
    const all = [...this.#sockets.values()]
    this.#sockets.clear()
    this.#timeWait.clear()
    for (const socket of all) {
      if (socket.kind === 'tcp') end(socket.connection)
      if (socket.kind === 'listener') for (const waiting of socket.queue) end(waiting)
    }
    this.changed()
  }
}

/** The world's TCP and UDP: sockets of the board on one side, phones on the other. */
import {
  errno,
  type HostReply,
  type HostRequest,
} from '../../src/virtual-board/interpreter/host-calls'

const POLLIN = 1
const POLLOUT = 4
const POLLERR = 8
const POLLHUP = 16

export interface Datagram {
  /** Who sent it; a phone at the access point if left out. */
  host?: string
  port: number
  bytes: Uint8Array
}

interface Datagrams {
  kind: 'udp'
  inbox: Datagram[]
}
interface Listener {
  kind: 'listener'
  backlog: number
  queue: Phone[]
}
interface Connected {
  kind: 'tcp'
  phone: Phone
}
type Socket = (Datagrams | Listener | Connected | { kind: 'new' }) & { port?: number }

/** One TCP connection, seen from the phone. */
export class Phone {
  received = ''
  receivedBytes = 0
  /** The board has closed the connection. */
  closed = false
  accepted = false
  /** Sent by the phone, not read yet. */
  readonly inbox: Uint8Array[] = []
  hungUp = false
  wasReset = false
  /** Bytes that the board may send before the phone reads on. */
  windowBytes = Infinity

  /** A packet may end in the middle of a character. */
  readonly #decoder = new TextDecoder('utf-8')

  receive(bytes: Uint8Array): void {
    this.received += this.#decoder.decode(bytes, { stream: true })
    this.receivedBytes += bytes.length
  }

  send(data: string | Uint8Array): void {
    this.inbox.push(typeof data === 'string' ? new TextEncoder().encode(data) : data)
  }

  /** What follows the head of the response. */
  get body(): string {
    return this.received.slice(this.received.indexOf('\r\n\r\n') + 4)
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1])
  }

  header(name: string): string | undefined {
    return new RegExp(`^${name}: (.*)\r$`, 'im').exec(this.received)?.[1]
  }
}

export class Network {
  readonly answers: Datagram[] = []
  /** Names of the servers that could not bind: their port is taken. */
  readonly takenPorts = new Set<number>()
  /** The board calls somebody; false: refused. What the peer does is up to whoever answers. */
  onConnect: (address: string, peer: Phone) => boolean = () => false
  /** What arrives before the name server's own answer to a question of the board. */
  onQuestion: (question: Uint8Array) => Datagram[] = () => []
  /** What the router's DNS knows; it does not answer about others. */
  readonly names = new Map<string, string>()
  #sockets = new Map<number, Socket>()
  #nextFd = 1

  /** A phone opens a connection to port 80. @param maxQueued  how many may wait before it */
  dial(maxQueued = 0): Phone {
    const phone = new Phone()
    const listener = this.#bound('listener', 80)
    if (!listener || listener.queue.length > Math.max(maxQueued, listener.backlog))
      phone.closed = phone.wasReset = true
    else listener.queue.push(phone)
    return phone
  }

  datagram(bytes: Uint8Array, port = 40_000): boolean {
    const socket = this.#bound('udp', 53)
    socket?.inbox.push({ port, bytes })
    return socket !== undefined
  }

  get openSockets(): number {
    return this.#sockets.size
  }

  closeAll(): void {
    this.#sockets.clear()
  }

  isListening(): boolean {
    return this.#bound('listener', 80) !== undefined
  }

  #bound<K extends Socket['kind']>(kind: K, port: number) {
    for (const socket of this.#sockets.values()) {
      if (socket.kind === kind && socket.port === port)
        return socket as Extract<Socket, { kind: K }>
    }
  }

  /** Fills in what came for each entry; true if anything did. */
  ready(entries: Uint8Array): boolean {
    let any = false
    for (let at = 0; at + 3 < entries.length; at += 4) {
      const fd = ((entries[at] ?? 0) << 8) | (entries[at + 1] ?? 0)
      const came = this.#came(this.#sockets.get(fd)) & ((entries[at + 2] ?? 0) | POLLERR | POLLHUP)
      entries[at + 3] = came
      if (came) any = true
    }
    return any
  }

  #came(socket: Socket | undefined): number {
    if (!socket) return 0
    if (socket.kind === 'new') return POLLHUP
    if (socket.kind === 'udp') return POLLOUT | (socket.inbox.length ? POLLIN : 0)
    if (socket.kind === 'listener') return socket.queue.length ? POLLIN : 0
    const { phone } = socket
    if (phone.wasReset) return POLLIN | POLLOUT | POLLERR | POLLHUP
    const writable = phone.windowBytes > 0 ? POLLOUT : 0
    return writable | (phone.inbox.length || phone.hungUp ? POLLIN : 0)
  }

  answer({ op, args, data }: HostRequest): HostReply | undefined {
    const fd = Number(args[0])
    const socket = this.#sockets.get(fd)
    switch (op) {
      case 'socket':
        this.#sockets.set(
          this.#nextFd,
          Number(args[0]) === 2 ? { kind: 'udp', inbox: [] } : { kind: 'new' },
        )
        return this.#nextFd++
      case 'bind':
        if (!socket) return -errno.EBADF
        if (this.takenPorts.has(Number(args[2]))) return -errno.EADDRINUSE
        socket.port = Number(args[2])
        return 0
      case 'listen':
        this.#sockets.set(fd, {
          kind: 'listener',
          backlog: Number(args[1]),
          queue: [],
          port: socket?.port,
        })
        return 0
      case 'accept':
        return this.#accept(socket)
      case 'connect':
        return this.#connect(fd, `${args[1]}:${args[2]}`)
      case 'peer':
        return '192.168.4.2:50000'
      case 'recv':
        return this.#receive(socket, Number(args[1]))
      case 'send':
        return this.#send(socket, data)
      case 'recvfrom':
        return this.#receiveDatagram(socket)
      case 'sendto':
        this.answers.push({ port: Number(args[2]), bytes: data.slice() })
        if (Number(args[2]) === 53) this.#resolve(socket, String(args[1]), data)
        return data.length
      case 'close':
        if (socket?.kind === 'tcp') socket.phone.closed = true
        this.#sockets.delete(fd)
        return 0
      case 'resolve':
        return String(args[0])
    }
  }

  #connect(fd: number, address: string): HostReply {
    const peer = new Phone()
    peer.wasReset = !this.onConnect(address, peer)
    this.#sockets.set(fd, { kind: 'tcp', phone: peer })
    return -errno.EINPROGRESS
  }

  /** RFC 1035: one question in, one address out. */
  #resolve(socket: Socket | undefined, host: string, question: Uint8Array): void {
    const labels: string[] = []
    let at = 12
    for (let size = question[at] ?? 0; size; size = question[at] ?? 0) {
      labels.push(Buffer.from(question.subarray(at + 1, at + 1 + size)).toString())
      at += 1 + size
    }
    const address = this.names.get(labels.join('.'))
    if (socket?.kind !== 'udp') return
    socket.inbox.push(...this.onQuestion(question))
    if (!address) return
    const head = [question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0]
    const asked = question.subarray(12, at + 5)
    // An alias comes first, as it does for names behind a content network.
    const alias = [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, 0x78, 0xc0, 12]
    const answer = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]
    socket.inbox.push({
      host,
      port: 53,
      bytes: Uint8Array.from([...head, ...asked, ...alias, ...answer]),
    })
  }

  #accept(socket: Socket | undefined): HostReply {
    const phone = socket?.kind === 'listener' ? socket.queue.shift() : undefined
    if (!phone) return -errno.EAGAIN
    phone.accepted = true
    this.#sockets.set(this.#nextFd, { kind: 'tcp', phone })
    return this.#nextFd++
  }

  #receive(socket: Socket | undefined, size: number): HostReply {
    if (socket?.kind !== 'tcp') return -errno.EBADF
    const { phone } = socket
    if (phone.wasReset) return -errno.ECONNRESET
    const bytes = phone.inbox.shift()
    if (!bytes) return phone.hungUp ? new Uint8Array(0) : -errno.EAGAIN
    if (bytes.length > size) phone.inbox.unshift(bytes.slice(size))
    return bytes.slice(0, size)
  }

  #send(socket: Socket | undefined, data: Uint8Array): HostReply {
    if (socket?.kind !== 'tcp') return -errno.EBADF
    const { phone } = socket
    if (phone.wasReset) return -errno.ECONNRESET
    const taken = data.subarray(0, phone.windowBytes)
    if (!taken.length) return -errno.EAGAIN
    phone.windowBytes -= taken.length
    phone.receive(taken)
    return taken.length
  }

  #receiveDatagram(socket: Socket | undefined): HostReply {
    const datagram = socket?.kind === 'udp' ? socket.inbox.shift() : undefined
    if (!datagram) return -errno.EAGAIN
    const host = (datagram.host ?? '192.168.4.2').split('.').map(Number)
    const head = [...host, datagram.port >> 8, datagram.port & 255]
    return Uint8Array.from([...head, ...datagram.bytes])
  }
}

/**
 * A TCP port of the host that leads to a port of the virtual board: open exactly while the board
 * listens there, so that clients meet "connection refused" when they would on the chip.
 */
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Network } from '../radio/network'
import { Client, type ClientFilters } from './client'

export interface TcpListenerOptions {
  network: Network
  boardPort: number
  /** 0: any free one, the same each time the door opens again. Only 127.0.0.1 is served. */
  hostPort: number
  /** Asked for every connection; false turns it away with a reset. */
  admit: () => boolean
  filters: (hostPort: number) => ClientFilters
  onOpen: (hostPort: number) => void
  onError: (error: Error) => void
}

export class TcpListener {
  readonly #options: TcpListenerOptions
  readonly #clients = new Set<Client>()
  #server: Server | undefined
  #hostPort: number

  constructor(options: TcpListenerOptions) {
    this.#options = options
    this.#hostPort = options.hostPort
  }

  setOpen(open: boolean): void {
    if (open && !this.#server) this.#open()
    else if (!open) this.#close()
  }

  /** Every client loses its connection, the door stays as it is. */
  dropAll(): void {
    for (const client of [...this.#clients]) client.drop()
  }

  #open(): void {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#enter(socket))
    this.#server = server
    server.on('error', (error) => this.#options.onError(error))
    server.listen(this.#hostPort, '127.0.0.1', () => {
      this.#hostPort = (server.address() as AddressInfo).port
      this.#options.onOpen(this.#hostPort)
    })
  }

  /** Who is inside stays: the board closes its connections by itself. */
  #close(): void {
    this.#server?.close()
    this.#server = undefined
  }

  #enter(socket: Socket): void {
    const { network, boardPort, admit, filters } = this.#options
    const connection = admit() && network.dial(boardPort, socket.remoteAddress ?? '127.0.0.1')
    if (!connection) {
      socket.on('error', () => undefined)
      socket.resetAndDestroy()
      return
    }
    const leave = () => this.#clients.delete(client)
    const client = new Client(socket, connection, network, filters(this.#hostPort), leave)
    this.#clients.add(client)
  }
}

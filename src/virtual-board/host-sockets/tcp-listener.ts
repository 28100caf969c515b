/**
 * A TCP port of the host that leads to a port of the virtual board: open exactly while the board listens there,
 * so that connections are refused when the chip would refuse them.
 */
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { Client, type ClientFilters } from './client'
import type { ListenerOptions } from './listener-options'

export interface TcpListenerOptions extends ListenerOptions {
  /** Made for each connection. */
  filters: (hostPort: number) => ClientFilters
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

  /** Resets every connection; the port stays open or closed as it is. */
  dropAll(): void {
    for (const client of [...this.#clients]) client.drop()
  }

  #open(): void {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket))
    this.#server = server
    server.on('error', (error) => this.#options.onError(error))
    server.listen(this.#hostPort, '127.0.0.1', () => {
      this.#hostPort = (server.address() as AddressInfo).port
      this.#options.onOpen(this.#hostPort)
    })
  }

  /** Connections stay: the board closes them by itself. */
  #close(): void {
    this.#server?.close()
    this.#server = undefined
  }

  #accept(socket: Socket): void {
    const { network, boardPort, admit, filters } = this.#options
    const connection = admit() && network.dial(boardPort, socket.remoteAddress ?? '127.0.0.1')
    if (!connection) {
      socket.on('error', () => undefined)
      socket.resetAndDestroy()
      return
    }
    const onClose = () => this.#clients.delete(client)
    const client = new Client(socket, connection, network, filters(this.#hostPort), onClose)
    this.#clients.add(client)
  }
}

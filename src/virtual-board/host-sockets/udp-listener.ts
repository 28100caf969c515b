/**
 * A UDP port of the host that leads to a port of the virtual board, open while the board has a socket
 * there. Datagrams are passed on as they come; what the board sends to a client on this host goes back to it.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { ListenerOptions } from './listener-options'

export class UdpListener {
  readonly #options: ListenerOptions
  #socket: Socket | undefined
  #hostPort: number
  #unsubscribe = () => {}

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#hostPort = options.hostPort
  }

  setOpen(open: boolean): void {
    if (open && !this.#socket) this.#open()
    else if (!open) this.#close()
  }

  #open(): void {
    const { network, boardPort, admit, onOpen, onError } = this.#options
    const socket = createSocket('udp4')
    this.#socket = socket
    socket.on('error', onError)
    socket.on('message', (bytes, { address, port }) => {
      if (admit())
        network.deliverDatagram(boardPort, { address, port, bytes: new Uint8Array(bytes) })
    })
    socket.bind(this.#hostPort, '127.0.0.1', () => {
      this.#hostPort = socket.address().port
      onOpen(this.#hostPort)
    })
    this.#unsubscribe = network.onDatagram(({ bytes, port, address }) => {
      // Other addresses are those of phones in the virtual network, which this host does not have.
      if (address.startsWith('127.')) socket.send(bytes, port, address)
    })
  }

  #close(): void {
    this.#unsubscribe()
    this.#socket?.close()
    this.#socket = undefined
  }
}

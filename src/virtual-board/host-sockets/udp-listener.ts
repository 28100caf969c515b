/**
 * A UDP port of the host that leads to a port of the virtual board, open while the board has a socket
 * there. Datagrams go to the board as they come; what the board sends to one of its clients goes back.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { Network } from '../radio/network'

export interface ListenerOptions {
  network: Network
  boardPort: number
  /** 0: any free one, the same each time the door opens again. Only 127.0.0.1 is served. */
  hostPort: number
  /** Asked for every datagram; false loses it. */
  admit: () => boolean
  onOpen: (hostPort: number) => void
  onError: (error: Error) => void
}

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
      // An address of the virtual world, such as that of a phone in it, is nobody on this host.
      if (address.startsWith('127.')) socket.send(bytes, port, address)
    })
  }

  #close(): void {
    this.#unsubscribe()
    this.#socket?.close()
    this.#socket = undefined
  }
}

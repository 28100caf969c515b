/**
 * Port forwarding into the virtual board: its TCP port 80 and its UDP port 53 can be reached on ports of the
 * host for as long as the board listens there.
 */
import type { Network } from '../radio/network'
import type { ClientFilters } from './client'
import { TcpListener } from './tcp-listener'
import { UdpListener } from './udp-listener'

export interface ListenersOptions {
  network: Network
  /** Ports of the host; 0 for any free one. */
  httpPort: number
  dnsPort: number
  /** False: the phone that clients of the host stand for is not connected to the board now. */
  admit: () => boolean
  filters: (hostPort: number) => ClientFilters
  onOpen: (what: 'HTTP' | 'DNS', hostPort: number) => void
  onError: (what: 'HTTP' | 'DNS', error: Error) => void
}

export class Listeners {
  readonly #http: TcpListener
  readonly #dns: UdpListener
  readonly #unsubscribe: () => void

  constructor({ network, httpPort, dnsPort, admit, filters, onOpen, onError }: ListenersOptions) {
    this.#http = new TcpListener({
      network,
      boardPort: 80,
      hostPort: httpPort,
      admit,
      filters,
      onOpen: (port) => onOpen('HTTP', port),
      onError: (error) => onError('HTTP', error),
    })
    this.#dns = new UdpListener({
      network,
      boardPort: 53,
      hostPort: dnsPort,
      admit,
      onOpen: (port) => onOpen('DNS', port),
      onError: (error) => onError('DNS', error),
    })
    this.#unsubscribe = network.onChange(() => this.#follow(network))
    this.#follow(network)
  }

  #follow({ openPorts }: Network): void {
    const serves = (kind: string, port: number) =>
      openPorts.some((one) => one.kind === kind && one.port === port)
    this.#http.setOpen(serves('listener', 80))
    this.#dns.setOpen(serves('udp', 53))
  }

  /** Resets all connections, as when the access point goes out of reach. */
  dropAll(): void {
    this.#http.dropAll()
  }

  close(): void {
    this.#unsubscribe()
    this.#http.setOpen(false)
    this.#dns.setOpen(false)
    this.dropAll()
  }
}

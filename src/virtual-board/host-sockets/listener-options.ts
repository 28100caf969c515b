import type { Network } from '../radio/network'

/** For a port of the host that leads to a port of the virtual board. Only 127.0.0.1 is served. */
export interface ListenerOptions {
  network: Network
  boardPort: number
  /** 0: any free one at first, the same one whenever the listener opens again. */
  hostPort: number
  /** Asked for every TCP connection and datagram; false resets the connection, or drops the datagram. */
  admit: () => boolean
  /** Called with the port of the host each time it has been opened. */
  onOpen: (hostPort: number) => void
  onError: (error: Error) => void
}

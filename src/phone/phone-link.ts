/**
 * What a phone can do with its Wi-Fi: an interface, so that the phone knows nothing of who is at the other end.
 * The virtual board's radio implements it.
 */

/** A network that the phone sees. */
export interface VisibleNetwork {
  /** 1 to 32 bytes. */
  ssid: Uint8Array
  /** As a phone shows it; what is not UTF-8 is escaped. */
  name: string
  secured: boolean
  /** 1 to 4. */
  bars: number
  /** The access point of the board beside the phone. */
  isBoard: boolean
}

/** The phone is in a network: what DHCP gave it, IPv4 addresses in dotted form. */
export interface Joined {
  network: VisibleNetwork
  address: string
  router: string
  dns: string
}

/** Why the phone is not in the network: refused key; not on the air; no DHCP answer; the access point is full. */
export type JoinProblem = 'wrong-password' | 'not-found' | 'no-address' | 'full'

export class JoinError extends Error {
  constructor(readonly reason: JoinProblem) {
    super(`The phone could not join: ${reason}.`)
  }
}

/** Why there is no connection: RST; no answer in time; the phone is in no network that leads there. */
export type ConnectProblem = 'refused' | 'timed-out' | 'unreachable'

export class ConnectError extends Error {
  constructor(readonly reason: ConnectProblem) {
    super(`No connection: ${reason}.`)
  }
}

/** One TCP connection of the phone. */
export interface TcpSocket {
  /** Resolves when the other side's window has taken the bytes. @throws Error after a reset */
  send(bytes: Uint8Array): Promise<void>
  /** The next bytes, one or more segments; undefined after the other side's FIN. @throws Error after a reset */
  receive(): Promise<Uint8Array | undefined>
  /** FIN. */
  close(): void
  /** RST. */
  abort(): void
}

export interface PhoneLink {
  /** What is on the air now, the strongest first. */
  readonly visible: readonly VisibleNetwork[]
  readonly joined: Joined | undefined
  /** @throws JoinError */
  join(network: VisibleNetwork, key: string, signal?: AbortSignal): Promise<Joined>
  leave(): void
  /** Calls `listener` when networks come or go, and when the phone joins, leaves or is dropped. */
  onChange(listener: () => void): () => void
  /**
   * Sends one UDP datagram and waits for the answer to its port.
   * @returns undefined if none came within `timeoutMs`
   */
  askUdp(
    address: string,
    port: number,
    bytes: Uint8Array,
    timeoutMs: number,
  ): Promise<Uint8Array | undefined>
  /** @throws ConnectError */
  connectTcp(address: string, port: number, timeoutMs: number): Promise<TcpSocket>
}

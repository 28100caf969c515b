/** Who is at an address that a phone talks to: the board, the router, a server in the Internet. */
import type { Connection } from './connection'
import type { Datagram } from './network'

export interface Host {
  /** False: nobody answers any more, as without power. */
  isThere(): boolean
  /** Answers a SYN; undefined: with RST. */
  accept(port: number, from: string): Connection | undefined
  /**
   * Takes a datagram and answers to its sender any number of times, now or later.
   * @returns undefined if the port is closed (ICMP says so), else a function that stops the answers
   */
  ask(
    port: number,
    datagram: Datagram,
    answer: (bytes: Uint8Array) => void,
  ): (() => void) | undefined
}

/**
 * The host's sockets as the way out of the virtual board: what its programs call is called from here, by
 * address. Names are not resolved; a program may ask the virtual network's DNS, which answers nothing.
 */
import { connect } from 'node:net'
import type { Connection } from '../radio/connection'
import type { Network } from '../radio/network'
import { Client } from './client'
import { unchanged } from './header-lines'

export interface OutboundOptions {
  network: Network
  /** Asked for every call; false: the station is in no network. */
  admit: () => boolean
}

/** Opens the way; returns what closes it and breaks every connection. */
export function openOutbound({ network, admit }: OutboundOptions): () => void {
  const clients = new Set<Client>()
  const before = network.onConnect

  const call = (connection: Connection): boolean => {
    if (!admit()) return false
    const { peerAddress: host, peerPort: port } = connection
    const socket = connect({ host, port, allowHalfOpen: true })
    const refused = () => connection.end('both')
    socket.once('error', refused)
    socket.once('connect', () => {
      socket.off('error', refused)
      connection.isOpen = true
      const filters = { toBoard: unchanged, toHost: unchanged }
      const client = new Client(socket, connection, network, filters, () => clients.delete(client))
      clients.add(client)
      network.changed()
    })
    return true
  }
  network.onConnect = call
  return () => {
    if (network.onConnect === call) network.onConnect = before
    for (const client of [...clients]) client.drop()
  }
}

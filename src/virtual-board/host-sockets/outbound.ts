/**
 * Outgoing TCP connections of the virtual board, made with the host's sockets to numeric addresses. Names are
 * not resolved: the virtual network has no DNS server that answers.
 */
import { connect } from 'node:net'
import type { Connection } from '../radio/connection'
import type { Network } from '../radio/network'
import { Client } from './client'
import { unchanged } from './header-lines'

export interface OutboundOptions {
  network: Network
  /** Asked for every connection; false: the station is in no network. */
  admit: () => boolean
}

/** Lets the board connect; returns a function that ends this and resets every connection. */
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

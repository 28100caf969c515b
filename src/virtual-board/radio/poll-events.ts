/** Events that `select.poll` reports for a socket. Values of MicroPython's extmod/modselect.c. */
import type { Network, Socket } from './network'

export const POLLIN = 1
export const POLLOUT = 4
export const POLLERR = 8
export const POLLHUP = 16

function eventsOf(socket: Socket): number {
  if (socket.kind === 'new') return POLLHUP // a TCP socket that neither listens nor is connected
  if (socket.kind === 'udp') return POLLOUT | (socket.inbox.length ? POLLIN : 0)
  if (socket.kind === 'listener') return socket.queue.length ? POLLIN : 0
  const { connection } = socket
  if (connection.reset) return POLLIN | POLLOUT | POLLERR | POLLHUP
  const readable = connection.readableForBoard ? POLLIN : 0
  return readable | (connection.roomForBoard > 0 ? POLLOUT : 0)
}

/**
 * Fills in the fourth byte of each entry of four (fd in two bytes, wanted events, events that came).
 * @param stdin  events of descriptor 0, which is sys.stdin
 * @returns whether any event came
 */
export function fillInEvents(entries: Uint8Array, network: Network, stdin: number): boolean {
  let any = false
  for (let at = 0; at + 3 < entries.length; at += 4) {
    const fd = ((entries[at] ?? 0) << 8) | (entries[at + 1] ?? 0)
    const socket = network.get(fd)
    const events = fd === 0 ? stdin : socket ? eventsOf(socket) : 0
    const came = events & ((entries[at + 2] ?? 0) | POLLERR | POLLHUP)
    entries[at + 3] = came
    any ||= came !== 0
  }
  return any
}

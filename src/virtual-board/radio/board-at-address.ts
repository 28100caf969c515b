/** The board as phones reach it: at its access point's address, or at its own in the home network. */
import type { Host } from './host'
import type { Network } from './network'

/** @param isThere  whether the board is at this address now */
export function boardAtAddress(network: Network, isThere: () => boolean): Host {
  return {
    isThere,
    accept: (port, from) => network.dial(port, from),
    ask(port, datagram, answer) {
      const isOpen = network.openPorts.some((one) => one.kind === 'udp' && one.port === port)
      if (!isOpen) return undefined
      const stop = network.onDatagram(({ address, port: to, bytes }) => {
        if (address === datagram.address && to === datagram.port) answer(bytes)
      })
      network.deliverDatagram(port, datagram) // a full queue drops it
      return stop
    },
  }
}

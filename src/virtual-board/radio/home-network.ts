/** Who is in a home network besides the phone: the board if it has joined, the router, the Internet behind it. */
import { boardAtAddress } from './board-at-address'
import type { Host } from './host'
import type { InternetServers } from './internet'
import type { Network } from './network'
import type { WifiNetwork } from './networks'
import type { Radio } from './radio'
import { answerDns } from './router-dns'

const dnsPort = 53
/** Last bytes of the addresses of phones, and of the router. */
const phoneLast = 50
const routerLast = 1
const usualBoardAddress = '192.168.1.42'

export interface HomeHosts {
  /** Of the phone. */
  address: string
  router: string
  hostAt(address: string): Host | undefined
}

/** @param isOn  whether the router is */
export function homeHosts(
  { radio, network, internet }: { radio: Radio; network: Network; internet: InternetServers },
  home: WifiNetwork,
  isOn: () => boolean,
): HomeHosts {
  const inSubnet = (last: number) =>
    (home.address ?? usualBoardAddress).replace(/\d+$/, String(last))
  const router = inSubnet(routerLast)
  // A static address of another network is one that nobody here asks for.
  const boardAddress = () => {
    if (!radio.isOn || radio.connected !== home) return undefined
    const [address = ''] = radio.stationIfconfig.split(',')
    return inSubnet(Number(address.split('.')[3])) === address ? address : undefined
  }
  const routerHost = nameServer(internet, isOn)
  return {
    address: inSubnet(phoneLast),
    router,
    hostAt(address) {
      if (!isOn()) return undefined
      if (address === router) return routerHost
      if (address === boardAddress())
        return boardAtAddress(network, () => isOn() && boardAddress() === address)
      return internet.at(address, isOn)
    },
  }
}

function nameServer(internet: InternetServers, isThere: () => boolean): Host {
  return {
    isThere,
    accept: () => undefined,
    ask(port, { bytes }, answer) {
      if (port !== dnsPort) return undefined
      const reply = answerDns(bytes, (name) => internet.lookUp(name))
      if (reply) answer(reply)
      return () => undefined
    },
  }
}

/** The board's access point as the SDK runs it: its settings, and the stations in it. */

export interface Station {
  mac: Uint8Array
  address: string
}

const usualIfconfig = '192.168.4.1,255.255.255.0,192.168.4.1,208.67.222.222'
/** Last byte of the first address that its DHCP server gives away. */
const firstLease = 100

export class AccessPoint {
  active = false
  ssid = new Uint8Array(0)
  key = new Uint8Array(0)
  /** `AUTH_…` of MicroPython's `network`; 0: open. */
  security = 0
  channel = 1
  hidden = 0
  maxClients = 4
  /** Address, mask, gateway, DNS, separated by commas. */
  ifconfig = usualIfconfig
  clients: Station[] = []

  get address(): string {
    return this.ifconfig.split(',')[0] ?? ''
  }

  /** Lets a station in and gives it an address; undefined if there are `maxClients` already. */
  admit(): Station | undefined {
    if (this.clients.length >= this.maxClients) return undefined
    const taken = new Set(this.clients.map(({ address }) => address))
    const own = this.address
    let last = firstLease
    const lease = () => own.replace(/\d+$/, String(last))
    while (taken.has(lease()) || lease() === own) last++
    const station = { mac: Uint8Array.of(2, 0, 0, 0, 0, last - firstLease + 1), address: lease() }
    this.clients = [...this.clients, station]
    return station
  }

  /** After a reset of the chip: nobody is in it, and the address is the usual one. */
  reset(): void {
    this.clients = []
    this.ifconfig = usualIfconfig
  }
}

/** A radio, sockets of a board without Python, and phones beside them, on a clock in the test's hands. */
import type { TcpSocket } from '../../../../src/phone/phone-link'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { Network } from '../../../../src/virtual-board/radio/network'
import { pageNetworks } from '../../../../src/virtual-board/radio/networks'
import { Radio } from '../../../../src/virtual-board/radio/radio'
import type { InternetOptions } from '../../../../src/virtual-board/radio/internet'
import { VirtualPhone } from '../../../../src/virtual-board/radio/virtual-phone'
import type { Connection } from '../../../../src/virtual-board/radio/connection'
import { encode } from '../../../support/bytes'
import { running, withinMs } from '../../../support/virtual-time'

export const boardAddress = '192.168.4.1'
export const homeAddress = '192.168.1.23'

export class RadioRig {
  readonly clock = new VirtualClock()
  readonly network = new Network()
  readonly radio: Radio
  readonly phone: VirtualPhone

  constructor(internet: InternetOptions = {}) {
    const { clock, network } = this
    const mac = Uint8Array.of(0x18, 0xfe, 0x34, 1, 2, 3)
    this.radio = new Radio({ clock, mac, networks: pageNetworks })
    this.radio.accessPoint.ssid = encode('Board')
    this.radio.accessPoint.channel = 6 // that of the network "Home"
    this.radio.setAccessPointActive(true)
    this.radio.setStationActive(true)
    this.phone = new VirtualPhone({ clock, radio: this.radio, network, ...internet })
  }

  anotherPhone = () =>
    new VirtualPhone({ clock: this.clock, radio: this.radio, network: this.network })

  running = <T>(promise: Promise<T>): Promise<T> => running(this.clock, promise)
  within = <T>(ms: number, promise: Promise<T>) => withinMs(this.clock, promise, ms)

  find(name: string) {
    const found = this.phone.visible.find((network) => network.name === name)
    if (!found) throw new Error(`"${name}" is not on the air.`)
    return found
  }

  join = (name: string, key = '', phone = this.phone) =>
    this.running(phone.join(this.find(name), key))

  home = () => this.radio.networks.find(({ ssid }) => ssid === 'Home')!

  /** The board is in the home network. */
  async boardAtHome(): Promise<void> {
    this.radio.connect(encode('Home'), encode('correct horse'))
    this.clock.advance(5000)
  }

  /** The board listens; returns what takes the next connection. */
  listen(port = 80, backlog = 5): () => BoardSocket {
    const { network } = this
    const listener = network.open({ kind: 'new' })
    network.bind(listener, port, this.clock.now())
    network.listen(listener, backlog)
    return () => {
      const fd = network.accept(listener)
      if (fd === undefined) throw new Error('Nobody has connected.')
      return new BoardSocket(fd, this)
    }
  }

  connect = (address = boardAddress, port = 80, timeoutMs = 10_000): Promise<TcpSocket> =>
    this.running(this.phone.connectTcp(address, port, timeoutMs))
}

/** The board's end of a connection, as Python has it. */
export class BoardSocket {
  readonly connection: Connection

  constructor(
    readonly fd: number,
    private readonly rig: RadioRig,
  ) {
    const socket = rig.network.get(fd)
    if (socket?.kind !== 'tcp') throw new Error('This is no connection.')
    this.connection = socket.connection
  }

  /** The next segment that has arrived. */
  read = () => this.connection.boardTakes(2000)
  write = (bytes: Uint8Array) => this.connection.boardSends(bytes)
  close = () => this.rig.network.close(this.fd, this.rig.clock.now())
}

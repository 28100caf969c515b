/**
 * A Session on fakes: what a test needs to lead it into any state and see where it stands.
 */
import { expect } from 'vitest'
import type { ConnectedBoard, Installed } from '../../../src/provision/connected-board'
import type { UpdateRequest } from '../../../src/provision/request'
import type { BoardWifi, OpenWifiOptions } from '../../../src/provision/wifi/board-wifi'
import type { SerialLink } from '../../../src/serial/link'
import { Session } from '../../../src/state/session.svelte'
import { settle } from '../../support/promises'
import { FakeBoard, FakeLink, FakeProvider, identity, Manual, request } from './fake-board'

export const report = { accessPointName: 'ESP8266-112233', address: '192.168.4.1' }

export class SessionOnFakes {
  readonly provider = new FakeProvider()
  readonly connecting: Manual<ConnectedBoard>[] = []
  readonly overConsole: { manual: Manual<Installed>; request: UpdateRequest }[] = []
  readonly listening: Manual<SerialLink>[] = []
  readonly wifi: { manual: Manual<BoardWifi>; options: OpenWifiOptions }[] = []
  /** True: fakes ignore a cancel. */
  ignoresCancel = false
  readonly session = new Session({
    provider: async () => this.provider,
    connectBoard: (_port, options) => {
      const manual = new Manual<ConnectedBoard>()
      this.connecting.push(manual)
      return manual.start(options, this.ignoresCancel)
    },
    updateOverConsole: (_port, request, options) => {
      const manual = new Manual<Installed>()
      this.overConsole.push({ manual, request })
      return manual.start(options, this.ignoresCancel)
    },
    listen: (_port, options) => {
      const manual = new Manual<SerialLink>()
      this.listening.push(manual)
      return manual.start(options, this.ignoresCancel)
    },
    openWifi: (_link, options) => {
      const manual = new Manual<BoardWifi>()
      this.wifi.push({ manual, options })
      return manual.start(options, this.ignoresCancel)
    },
    hardReset: (link) => link.setSignals({ requestToSend: true }),
  })

  get at() {
    return this.session.state.at
  }
  get failure() {
    const { state } = this.session
    return state.at === 'failed' ? state.error.code : undefined
  }

  async toConnecting() {
    void this.session.connect('real')
    await settle()
  }

  async toReady(board = new FakeBoard(identity)) {
    await this.toConnecting()
    this.connecting.at(-1)!.resolve(board)
    await settle()
    expect(this.at).toBe('ready')
    return board
  }

  async toInstalling() {
    const board = await this.toReady()
    void this.session.install(request)
    await settle()
    return board
  }

  async toRunning() {
    const board = await this.toInstalling()
    const link = new FakeLink()
    board.installing.resolve({ report, link })
    await settle()
    expect(this.at).toBe('running')
    return link
  }

  /** The port goes away, and a new one of the same bridge is there. */
  replug(port: SessionOnFakes['provider']['granted'][number]) {
    this.provider.picked!.unplug()
    this.provider.granted = [port]
  }

  /** “Try again”, answered by `board`. */
  async retryWith(board: FakeBoard, change = {}) {
    void this.session.retry(change)
    await settle()
    this.connecting.at(-1)!.resolve(board)
    await settle()
    return board
  }
}

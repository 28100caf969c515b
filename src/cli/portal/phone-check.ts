/** `npm run portal -- --phone`: phones join the board one after the other, and it is told what each asks and finds. */
import { detect } from '../../phone/detect'
import { JoinError } from '../../phone/phone-link'
import type { PhoneSystem } from '../../phone/systems'
import { TimelineRecorder } from '../../phone/timeline-recorder'
import { timelineWords } from '../../phone/timeline-words'
import { HostPhoneLink, type HostPhoneLinkOptions } from './host-phone-link'
import type { PortalArguments } from './portal-arguments'
import type { PortalConsole } from './portal-console'
import { PortalSession } from './portal-session'

/** From power on; a portal that is not open by then has failed. */
const openWithinMs = 30_000

export class PhoneCheck {
  readonly #phones: readonly PhoneSystem[]
  readonly #password: string
  readonly #console: PortalConsole
  readonly #session: PortalSession
  readonly #ports: { HTTP?: number; DNS?: number } = {}
  #onOpen = () => {}

  constructor(given: PortalArguments, console: PortalConsole, fail: (error: Error) => void) {
    this.#phones = given.phones ?? []
    this.#password = given.password
    this.#console = console
    this.#session = new PortalSession(given, console, fail, (what, port) => {
      this.#ports[what] = port
      this.#onOpen()
    })
  }

  /** True if every phone would open its sign-in page. */
  async run(): Promise<boolean> {
    const opened = this.#opened()
    await this.#session.start()
    const board = await opened
    if (!board) {
      this.#console.tell(`the portal is not open after ${openWithinMs / 1000} s`)
      return false
    }
    let all = true
    for (const phone of this.#phones) all = (await this.#check(phone, board)) && all
    this.#session.stop()
    return all
  }

  /** Undefined: the portal does not open. */
  #opened(): Promise<HostPhoneLinkOptions | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), openWithinMs)
      this.#onOpen = () => {
        const { HTTP: httpPort, DNS: dnsPort } = this.#ports
        const { accessPoint } = this.#session
        if (httpPort === undefined || dnsPort === undefined || !accessPoint) return
        clearTimeout(timer)
        resolve({ httpPort, dnsPort, accessPoint })
      }
    })
  }

  async #check(phone: PhoneSystem, board: HostPhoneLinkOptions): Promise<boolean> {
    const link = new HostPhoneLink(board)
    const timeline = new TimelineRecorder()
    let told = 0
    timeline.onChange(() => {
      for (const entry of timeline.entries.filter(({ id }) => id > told)) {
        told = entry.id
        this.#console.tell(timelineWords(entry, phone.name), phone.id)
      }
    })
    const [network] = link.visible
    if (!network) return false
    const address = await this.#join(link, phone)
    if (!address) return false
    timeline.add({ kind: 'joined', network: network.name, address })
    const verdict = await detect(link, phone, { timeline })
    link.leave()
    return verdict.kind === 'captive'
  }

  /** The phone's address; undefined if the access point does not let it in. */
  async #join(link: HostPhoneLink, phone: PhoneSystem): Promise<string | undefined> {
    const [network] = link.visible
    if (!network) return undefined
    try {
      return (await link.join(network, this.#password)).address
    } catch (error) {
      if (!(error instanceof JoinError)) throw error
      const why = this.#password
        ? 'the access point refuses this password'
        : 'the access point asks for a password: --password'
      this.#console.tell(why, phone.id)
      return undefined
    }
  }
}

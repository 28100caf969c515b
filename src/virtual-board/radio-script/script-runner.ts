/**
 * Runs the events of a script, and typed commands, on the virtual radio. Also plays the phone of those who
 * connect from the host: it joins the access point at the first connection, and loses it when the access point
 * has to follow the station to another channel.
 */
import type { Clock } from '../clock'
import type { Station } from '../radio/access-point'
import type { WifiNetwork } from '../radio/networks'
import type { Radio } from '../radio/radio'
import { usualHopSeconds, type RadioCommand } from './commands'
import type { RadioScript } from './script'

export interface ScriptRunnerOptions {
  clock: Clock
  radio: Radio
  script: RadioScript
  /** The phone is out of reach: its connections have to be reset. */
  onPhoneLost: () => void
  /** Called with what has happened, as text for the user. */
  tell: (text: string) => void
}

export class ScriptRunner {
  readonly #options: ScriptRunnerOptions
  #phone: Station | undefined
  readonly #cancel: (() => void)[] = []
  #phoneAway = false

  constructor(options: ScriptRunnerOptions) {
    this.#options = options
    const { clock, radio, script } = options
    radio.networks = script.networks.map((one) => ({ ...one }))
    this.#cancel.push(
      radio.hops.add(({ from, to }) =>
        options.tell(`channel ${from} → ${to}: ${this.#hop(usualHopSeconds)}`),
      ),
    )
    for (const event of script.events) {
      this.#cancel.push(clock.after(event.atMs, () => options.tell(this.#performSafely(event.do))))
    }
  }

  dispose(): void {
    for (const cancel of this.#cancel) cancel()
  }

  /** Whether the phone can reach the board now; joins the access point if it has not yet. */
  admit(): boolean {
    const { accessPoint, connected } = this.#options.radio
    if (this.#phoneAway) return false
    if (!accessPoint.active) return connected !== undefined // both are in the home network then
    if (accessPoint.clients.length === 0) this.#phone = accessPoint.admit()
    return true
  }

  /**
   * @returns what has happened, as text for the user
   * @throws Error with a message for the user, if there is no such network
   */
  perform(command: RadioCommand): string {
    switch (command.do) {
      case 'networks':
        return this.#list()
      case 'scan-fails':
        this.#options.radio.scanFailures = command.count
        return `the next ${command.count} scans fail`
      case 'hop':
        return this.#hop(command.seconds)
      case 'leave':
        this.#losePhone()
        return 'the phone is out of reach'
      case 'come':
        this.#phoneAway = false
        return 'the phone is back'
      default:
        return this.#change(command)
    }
  }

  #performSafely(command: RadioCommand): string {
    try {
      return this.perform(command)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #change(command: Extract<RadioCommand, { network: string }>): string {
    const { radio } = this.#options
    const network = this.#find(command.network)
    const name = networkName(network)
    const atStart = this.#atStart(network)
    const change = (values: Partial<WifiNetwork>) => radio.changeNetwork(network, values)
    switch (command.do) {
      case 'off':
        change({ off: true })
        return `${name} is gone from the air`
      case 'on':
        change({ off: false, refuses: atStart?.refuses, dhcpMs: atStart?.dhcpMs })
        return `${name} is on the air`
      case 'refuse':
        change({ refuses: true })
        return `${name} refuses every password`
      case 'accept':
        change({ refuses: false })
        return `${name} judges passwords rightly`
      case 'no-dhcp':
        change({ dhcpMs: Infinity })
        return `${name} gives no address`
      case 'late':
        change({ dhcpMs: command.seconds * 1000 })
        return `${name} takes ${command.seconds} s to give an address`
    }
  }

  #find(name: string): WifiNetwork {
    const found = this.#options.radio.networks.find((network) => networkName(network) === name)
    if (found) return found
    const names = this.#options.radio.networks.map(networkName).join(', ')
    throw new Error(`There is no network "${name}", only ${names}`)
  }

  #atStart({ ssid }: WifiNetwork): WifiNetwork | undefined {
    return this.#options.script.networks.find((one) => networkName(one) === networkName({ ssid }))
  }

  #list(): string {
    const line = ({ key, channel = 6, rssi = -60, ...network }: WifiNetwork) =>
      [
        `  ${networkName(network)}: ${key ? `password "${key}"` : 'open'}`,
        `channel ${channel}`,
        `${rssi} dBm`,
        ...(network.hidden ? ['hidden'] : []),
        ...(network.off ? ['off'] : []),
        ...(network.refuses ? ['refuses every password'] : []),
        ...(network.dhcpMs === Infinity ? ['no DHCP'] : []),
      ].join(', ')
    return this.#options.radio.networks.map(line).join('\n')
  }

  #hop(seconds: number): string {
    this.#losePhone()
    const comeBack = () => this.#options.tell(this.perform({ do: 'come' }))
    this.#cancel.push(this.#options.clock.after(seconds * 1000, comeBack))
    return `the phone has fallen off the access point for ${seconds} s`
  }

  #losePhone(): void {
    this.#phoneAway = true
    const { accessPoint } = this.#options.radio
    accessPoint.clients = accessPoint.clients.filter((client) => client !== this.#phone)
    this.#options.onPhoneLost()
  }
}

/** The SSID as text if it is UTF-8, else its bytes in hexadecimal. */
export function networkName({ ssid }: Pick<WifiNetwork, 'ssid'>): string {
  if (typeof ssid === 'string') return ssid
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(ssid)
  } catch {
    return Buffer.from(ssid).toString('hex')
  }
}

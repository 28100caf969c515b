/**
 * A board whose portal is older than Improv: networks over the REPL, the new one into the file of those that it
 * remembers, and a restart, after which its own lines tell whether it gets in.
 */
import { withDeadline, type WaitOptions } from '../../async/deadline'
import { fromHex } from '../../bytes/hex'
import type { Credentials } from '../../improv/commands'
import { merged, network, type NetworkInReach } from '../../improv/networks'
import { readFile, syncFiles } from '../../micropython/files'
import type { PortalEvent } from '../../micropython/portal-events'
import type { Repl } from '../../micropython/repl'
import type { LinkLoan } from '../../serial/link'
import { restartQuietly } from '../boot/restart-quietly'
import { credentialsPath } from '../files/paths'
import { withPair } from '../files/wifi-credentials'
import { withRoom } from '../update/with-room'
import { failureOf, type BoardWifi, type JoinOutcome } from './board-wifi'
import { ConsoleText } from './console-text'
import { scan } from './python'

/** A start, a scan, and every network that it remembers and sees: up to 24 seconds each. */
const joinMs = 90_000

export class ReplWifi implements BoardWifi {
  #closing: Promise<void> | undefined
  #hasRestarted = false

  constructor(
    private readonly repl: Repl,
    private readonly loan: LinkLoan,
    private readonly onRestart: () => void,
    private readonly end: (over: boolean) => Promise<void>,
  ) {}

  async networks({ signal }: WaitOptions = {}): Promise<NetworkInReach[]> {
    return readScan(await withRoom(this.repl, () => this.repl.exec(scan, { signal }), signal))
  }

  async join(credentials: Credentials, { signal }: WaitOptions = {}): Promise<JoinOutcome> {
    if (this.#hasRestarted) return { joined: false, why: 'over' }
    await withRoom(this.repl, () => this.#write(credentials, signal), signal)
    await this.repl.exit({ signal })
    this.#hasRestarted = true
    await restartQuietly(this.loan.link)
    this.onRestart()
    return this.#outcome(signal)
  }

  close(): Promise<void> {
    this.#closing ??= this.end(this.#hasRestarted).catch(() => undefined)
    return this.#closing
  }

  /** In front of those that it remembers. */
  async #write({ name, password }: Credentials, signal?: AbortSignal): Promise<void> {
    const remembered = await readFile(this.repl, credentialsPath, { signal }).catch(() => undefined)
    const bytes = withPair({ ssid: name, key: password }, remembered)
    await syncFiles(this.repl, [{ path: credentialsPath, bytes }], { signal })
  }

  /** What the board says of its start. */
  async #outcome(signal?: AbortSignal): Promise<JoinOutcome> {
    let unsubscribe = () => {}
    const told = new Promise<JoinOutcome>((resolve) => {
      const text = new ConsoleText(this.loan, outcomeOf(resolve))
      unsubscribe = this.loan.link.subscribe((bytes) => text.push(bytes))
    })
    const late = new Error('late')
    try {
      return await withDeadline(told, joinMs, () => late, { signal })
    } catch (error) {
      if (error !== late) throw error
      return { joined: false, why: 'no-answer' }
    } finally {
      unsubscribe()
    }
  }
}

/** Of several that it tries the first refusal counts, which is that of the new one, unless another is joined. */
function outcomeOf(resolve: (outcome: JoinOutcome) => void) {
  let refusal: JoinOutcome | undefined
  return (event: PortalEvent) => {
    if (event.event === 'joined') {
      const { network, address } = event
      const joined = { joined: true, network, address: `http://${address}/` } as const
      resolve(refusal ?? { ...joined, next: 'restarts' })
    } else if (event.event === 'refused') {
      refusal ??= { joined: false, why: failureOf(event.why) }
    } else if (event.event === 'listening') {
      resolve(refusal ?? { joined: false, why: 'unclear' })
    }
  }
}

/** Lines of `scan`; what is none is left out. */
export function readScan(printed: string): NetworkInReach[] {
  const found = printed.split('\n').map((line) => {
    const [, name, signal, security] = /^((?:[0-9a-f]{2}){1,32}) (-?\d{1,3}) (\d)$/.exec(line) ?? []
    return name ? network(fromHex(name), Number(signal), security !== '0') : undefined
  })
  return merged(found.filter((one) => one !== undefined))
}

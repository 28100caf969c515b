/** Giving a board a network, for the history: what was tried, how it ended, and the secrets of it. */
import type { BoardWifi, JoinOutcome } from '../provision/wifi/board-wifi'
import { bytesAsText } from './known-secrets'

const outcomeOf = (end: JoinOutcome): string => (end.joined ? 'done' : end.why)

/** Of a History, which loads this. */
interface Records {
  readonly networks: { name: string; password: string }[]
  attempt<T>(
    what: 'wifi',
    options: object,
    work: () => Promise<T>,
    outcomeOf: (result: T) => string,
  ): Promise<T>
}

export const watchedWifi = (history: Records, wifi: BoardWifi): BoardWifi => ({
  networks: (options) => wifi.networks(options),
  join: (credentials, options) => {
    const [name, password] = [credentials.name, credentials.password].map(asText)
    // Before it is given to the board, which may say it again.
    history.networks.push({ name: name!, password: password! })
    return history.attempt('wifi', {}, () => wifi.join(credentials, options), outcomeOf)
  },
  close: () => wifi.close(),
})

/** One character a byte for what is no UTF-8: so it is found in a record, too. */
function asText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytesAsText(bytes)
  }
}

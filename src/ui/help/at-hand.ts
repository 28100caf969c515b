/** What the help draws its pictures for: the board of the chosen preset, and the port that was opened last. */
import type { Board } from '../../presets/schema'
import { reportSource } from '../report/source'

export interface AtHand {
  readonly board: Board | undefined
  readonly port: SerialPortInfo | undefined
}

/** To be called as a component begins; empty where it stands alone, as in a test. */
export function atHand(): AtHand {
  const source = reportSource()
  return {
    get board() {
      return source?.presets?.selected?.board
    },
    get port() {
      return source?.history.port?.getInfo()
    },
  }
}

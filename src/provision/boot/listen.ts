/** The console of a board as it runs. Opening the port raises DTR and RTS together, which resets no board. */
import type { SerialLink } from '../../serial/link'
import { openLink } from '../../serial/open-link'
import type { JobOptions } from '../progress'
import { consoleBaudRate } from './baud-rates'
import { replayingLink } from './replaying-link'

/** @throws DeviceError as `openLink` */
export async function listen(port: SerialPort, { signal }: JobOptions = {}): Promise<SerialLink> {
  return replayingLink(await openLink(port, { baudRate: consoleBaudRate, signal }))
}

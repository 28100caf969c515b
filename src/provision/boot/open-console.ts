/** The console of a board without the bootloader: a reset into run mode, then its words. */
import { resetOrByHand } from '../../esptool/hard-reset'
import type { SerialLink } from '../../serial/link'
import { openLink } from '../../serial/open-link'
import type { JobOptions } from '../progress'
import { replayingLink } from './replaying-link'
import { consoleBaudRate } from './baud-rates'

/**
 * Resets into run mode; the link tells what the board said since, also to those who subscribe later.
 * @throws DeviceError as `openLink`; when it throws, the port is closed
 */
export async function openConsole(
  port: SerialPort,
  { signal }: JobOptions = {},
): Promise<SerialLink> {
  // More than one listens: the console, which comes last, shall still show the boot.
  const link = replayingLink(await openLink(port, { baudRate: consoleBaudRate, signal }))
  try {
    // Where the lines do not move, the console is open all the same: the button on the board does it.
    await resetOrByHand(link, { signal })
    return link
  } catch (error) {
    await link.close()
    throw error
  }
}

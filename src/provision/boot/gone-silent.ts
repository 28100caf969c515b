/**
 * A board that was switched off while it started looks like many a fault: half a boot, then nothing. What tells them
 * apart is the boot ROM, which speaks at every reset, whatever is in the flash, as long as there is power.
 */
import { resetOrByHand } from '../../esptool/hard-reset'
import { openLink } from '../../serial/open-link'
import { bootRomLogBaudRate } from './baud-rates'
import type { BootCause } from './boot-cause'
import type { BaudLog } from './boot-diagnosis'
import { BootListener } from './boot-listener'

/** The ROM's first line comes within some milliseconds; a capacitor at EN takes up to 200. */
const romMs = 1000
/** Less is what the lines' own edges make on wires without power; the ROM's first line has more than forty. */
const leastBytes = 8

/** Causes without words of a fault: the end of what was heard. */
const withoutWords: BootCause['code'][] = [
  'noise',
  'unknown',
  'silent-after-load',
  'micropython-silent',
  'portal-late',
]

/**
 * `cause`, or `gone-silent` for a board that has spoken in one of `logs` and does not answer a reset any more. Resets
 * the board if the cause leaves that open. Rejects with the link's own errors and the signal's reason.
 */
export async function orGoneSilent(
  cause: BootCause,
  port: SerialPort,
  logs: readonly BaudLog[],
  signal: AbortSignal | undefined,
): Promise<BootCause> {
  const hasSpoken = logs.some(({ text }) => text.length >= leastBytes)
  if (!hasSpoken || !withoutWords.includes(cause.code)) return cause
  return (await isSilentAtReset(port, signal)) ? { code: 'gone-silent' } : cause
}

/** False, too, where only a person can reset the board: then nobody knows. */
async function isSilentAtReset(port: SerialPort, signal: AbortSignal | undefined) {
  const link = await openLink(port, { baudRate: bootRomLogBaudRate, signal })
  const listener = new BootListener(link)
  try {
    if (!(await resetOrByHand(link, { signal }))) return false
    const speaks = () => listener.sizeBytes >= leastBytes || undefined
    return !(await listener.until(romMs, signal, speaks))
  } finally {
    listener.stop()
    await link.close()
  }
}

/**
 * The words of the boot ROM. It prints at 115200 baud of a 40 MHz crystal, which is 74880 with the
 * usual 26 MHz. Texts: tests/golden/boot-logs.json.
 */

/** Why the chip started; the ROM prints the number. */
export type BootCause = 'power-on' | 'external' | 'watchdog'

const causeNumbers: Record<BootCause, number> = { 'power-on': 1, external: 2, watchdog: 4 }

export function romBaudRate(crystalMhz: number): number {
  return Math.round((115200 * crystalMhz) / 40)
}

export const downloadModeLog = (cause: BootCause): string => greeting(cause, 1)

export const flashModeLog = (cause: BootCause): string => greeting(cause, 3)

function greeting(cause: BootCause, bootMode: number): string {
  const number = causeNumbers[cause]
  const line = `\r\n ets Jan  8 2013,rst cause:${number}, boot mode:(${bootMode},7)\r\n\r\n`
  return cause === 'watchdog' ? `${line}wdt reset\r\n` : line
}

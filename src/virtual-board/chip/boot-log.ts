/**
 * The words of the boot ROM. It prints at 115200 baud of a 40 MHz crystal, which is 74880 with the
 * usual 26 MHz. Texts: tests/golden/boot-logs.json.
 */

/** What a program can bring about. */
export type ResetCause = 'software' | 'watchdog' | 'soft-watchdog'

/** Why the chip started. */
export type BootCause = 'power-on' | 'external' | 'deep-sleep' | ResetCause

/**
 * What the ROM prints. Recorded: 1, 2 and 4. The SDK restarts the chip with the same register as the
 * reset pin does, so its own resets print 2 and only its memory of the reason tells them apart.
 */
const causeNumbers: Record<BootCause, number> = {
  'power-on': 1,
  external: 2,
  software: 2,
  'soft-watchdog': 2,
  watchdog: 4,
  'deep-sleep': 5,
}

/** `enum rst_reason` of the SDK, which `machine.reset_cause()` gives. */
const reasons: Record<BootCause, number> = {
  'power-on': 0,
  watchdog: 1,
  'soft-watchdog': 3,
  software: 4,
  'deep-sleep': 5,
  external: 6,
}

export const resetReason = (cause: BootCause): number => reasons[cause]

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

/**
 * What the boot ROM prints. Its 115,200 baud are those of a 40 MHz crystal: 74,880 with the usual one of 26 MHz.
 * Texts: tests/golden/boot-logs.json.
 */

/** Resets that a program can cause. */
export type ResetCause = 'software' | 'watchdog' | 'soft-watchdog'

/** Why the chip started. */
export type BootCause = 'power-on' | 'external' | 'deep-sleep' | ResetCause

/**
 * `rst cause` of the ROM's log. Recorded: 1, 2 and 4. A restart by the SDK prints 2, as the reset pin does; only
 * the reason that the SDK keeps in RTC memory tells them apart.
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

/** The reset reason as the SDK numbers it. */
export const resetReason = (cause: BootCause): number => reasons[cause]

/** @param crystalMhz  26 or 40 */
export function romBaudRate(crystalMhz: number): number {
  return Math.round((115200 * crystalMhz) / 40)
}

/** Printed when GPIO0 is low: UART download mode. */
export const downloadModeLog = (cause: BootCause): string => startLog(cause, 1)

/** Printed before a boot from flash. */
export const flashModeLog = (cause: BootCause): string => startLog(cause, 3)

function startLog(cause: BootCause, bootMode: number): string {
  const number = causeNumbers[cause]
  const line = `\r\n ets Jan  8 2013,rst cause:${number}, boot mode:(${bootMode},7)\r\n\r\n`
  return cause === 'watchdog' ? `${line}wdt reset\r\n` : line
}

/**
 * How a boot can end, and the lines of ROM, SDK and MicroPython that say so. Sources of the texts:
 * tests/golden/boot-logs.json, ESP8266 boot ROM, `inisetup.py` of MicroPython's esp8266 port.
 */
export type BootFault =
  /** The ROM found no image at the start of the flash. */
  | { code: 'nothing-bootable' }
  /** A segment's checksum is wrong. */
  | { code: 'image-damaged' }
  /**
   * The SDK finds no RF data where the header's flash size puts it: the size is wrong, or, where it is
   * right, something else stands in that sector (`rfDataByte` tells its first byte).
   */
  | { code: 'flash-size-header' }
  /** The ROM cannot read the flash: wrong mode (QIO, DIO, DOUT) or wiring. */
  | { code: 'flash-read' }
  /** MicroPython found something in its filesystem's place that it cannot mount. */
  | { code: 'filesystem-corrupt'; startSector: number; sectors: number }
  /** The CPU stopped at an exception; numbers as in Espressif's table of exception causes. */
  | { code: 'exception'; cause: number; epc1?: string; excvaddr?: string }
  /** GPIO0 was low: the UART bootloader waits. */
  | { code: 'download-mode' }
  /** GPIO15 was high. */
  | { code: 'sdio-mode' }
  /** Reset after reset without a reason in the log. 4 is the hardware watchdog, 2 the reset pin. */
  | { code: 'boot-loop'; resetCause: number }

/** From the banner, which comes when no main.py runs (any more). */
export interface MicroPythonBanner {
  /** "v1.23.0"; of a clone without tags a bare hash. */
  version: string
  /** "2024-06-02" */
  date: string
  /** "ESP module with ESP8266" */
  board: string
}

/** The end of a log that says nothing decisive. */
export type BootSilence =
  /** Not one byte. */
  | { code: 'silent' }
  /** Hardly a readable byte: another baud rate. */
  | { code: 'noise' }
  /** The ROM loaded an image with right checksums, which then said nothing: it is cut short. */
  | { code: 'silent-after-load' }
  /** Text, but none that is known. */
  | { code: 'unknown' }

const silences: readonly string[] = [
  'silent',
  'noise',
  'silent-after-load',
  'unknown',
] satisfies BootSilence['code'][]

/** True where a log names neither a fault nor MicroPython. */
export const isBootSilence = ({ code }: { code: string }): boolean => silences.includes(code)

const corruptLine = /^The filesystem starting at sector (\d+) with size (\d+) sectors looks corrupt/
const exceptionLine = /^Fatal exception \(?(\d+)/

/** The fault that one line of a boot log names, without its end; undefined for all other lines. */
export function faultOf(line: string): BootFault | undefined {
  if (line.startsWith('csum err')) return { code: 'image-damaged' }
  if (line.startsWith('rf_cal[0] !=0x05')) return { code: 'flash-size-header' }
  if (line.startsWith('flash read err')) return { code: 'flash-read' }
  const corrupt = corruptLine.exec(line)
  if (corrupt) {
    const [startSector, sectors] = [Number(corrupt[1]), Number(corrupt[2])]
    return { code: 'filesystem-corrupt', startSector, sectors }
  }
  const exception = exceptionLine.exec(line)
  return exception ? { code: 'exception', cause: Number(exception[1]) } : undefined
}

/** What the SDK found instead of its mark 0x05, as it said it last; undefined if it did not. */
export function rfDataByte(text: string): number | undefined {
  const said = [...text.matchAll(/^rf_cal\[0\] !=0x05,is 0x([0-9a-f]{2})/gim)].at(-1)
  return said?.[1] === undefined ? undefined : parseInt(said[1], 16)
}

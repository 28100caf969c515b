/**
 * The smallest program: prints MicroPython's banner once and ignores everything else. It stands in
 * where no real MicroPython is needed. Text: tests/golden/boot-logs.json.
 */
import type { FirmwareIdentity } from './boot-image'
import type { ProgramFactory } from './program'

/** The first line of MicroPython's banner, without its end (shared/runtime/pyexec.c). */
export const bannerLine = ({ version, date, machine }: FirmwareIdentity): string =>
  `MicroPython ${version} on ${date}; ${machine}`

const banner = (firmware: FirmwareIdentity): string =>
  ['', bannerLine(firmware), 'Type "help()" for more information.', '>>> '].join('\r\n')

export const bannerProgram: ProgramFactory = () => ({
  start: (context) => context.transmit(new TextEncoder().encode(banner(context.firmware))),
  receive: () => undefined,
  stop: () => undefined,
})

/**
 * The smallest program: prints MicroPython's banner once and ignores everything else. It stands in
 * where no real MicroPython is needed. Text: tests/golden/boot-logs.json.
 */
import type { ProgramFactory } from './program'

const banner = [
  '',
  'MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266',
  'Type "help()" for more information.',
  '>>> ',
].join('\r\n')

export const bannerProgram: ProgramFactory = () => ({
  start: (context) => context.transmit(new TextEncoder().encode(banner)),
  receive: () => undefined,
  stop: () => undefined,
})

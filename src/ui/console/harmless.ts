/**
 * A board's output is data from outside. Escape sequences that would reach beyond the text (title,
 * clipboard, links, colours of the page's terminal, answers typed on the person's behalf, mouse
 * capture, the alternate screen) are swallowed before the terminal sees them.
 * Sequences: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
import type { IFunctionIdentifier, IParser } from '@xterm/xterm'

/**
 * Operating system commands: window title 0–2, palette 4, 5 and 104, directory 7, links 8, growl 9,
 * dynamic colours 10–19 and 110–119, clipboard 52, shell integration 133, 633 and 1337, others 777.
 */
const oscCommands = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 51, 52, 104, 105, 133, 633, 777, 1337],
  ...Array.from({ length: 10 }, (_, index) => 10 + index),
  ...Array.from({ length: 10 }, (_, index) => 110 + index),
]

/** Requests that the terminal would answer as if somebody had typed, and window manipulation. */
const requests: IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { final: 't' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
]

/** Device control strings with a meaning in xterm.js or its addons: status request, sixel. */
const controlStrings: IFunctionIdentifier[] = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
  { final: 'q' },
]

/** Mouse and focus reports, the alternate screen, bracketed paste, held-back drawing. */
const refusedModes = new Set([
  9, 47, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1048, 1049, 2004, 2026,
])

export function neutralise(parser: IParser): void {
  const swallow = () => true
  for (const command of oscCommands) parser.registerOscHandler(command, swallow)
  for (const request of requests) parser.registerCsiHandler(request, swallow)
  for (const id of controlStrings) parser.registerDcsHandler(id, swallow)
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) =>
    modes.flat().some((mode) => refusedModes.has(mode)),
  )
}

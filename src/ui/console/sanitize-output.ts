/**
 * A board's output is data from outside. Escape sequences that would reach beyond the text (title,
 * clipboard, links, colours of the page's terminal, answers typed on the person's behalf, mouse
 * capture, the alternate screen) are swallowed before the terminal sees them. The second filter, behind
 * control-filter.ts, on the terminal's own parser: what the two read differently does no harm either.
 * Sequences: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
import type { IFunctionIdentifier, IParser } from '@xterm/xterm'
import { countedFinals, isAllowedPrivateMode, isExcessiveCount } from './control-sequences'

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

/** Scrolling sideways and columns: each repeats as often as its count says, and no console needs them. */
const unneeded: IFunctionIdentifier[] = [
  { intermediates: ' ', final: '@' },
  { intermediates: ' ', final: 'A' },
  { intermediates: "'", final: '}' },
  { intermediates: "'", final: '~' },
]

export function neutralise(parser: IParser): void {
  const swallow = () => true
  for (const command of oscCommands) parser.registerOscHandler(command, swallow)
  for (const request of requests) parser.registerCsiHandler(request, swallow)
  for (const id of controlStrings) parser.registerDcsHandler(id, swallow)
  // It would take the scrollback with it.
  parser.registerEscHandler({ final: 'c' }, swallow)
  for (const id of unneeded) parser.registerCsiHandler(id, swallow)
  for (const final of countedFinals) {
    parser.registerCsiHandler({ final }, ([count]) => isExcessiveCount(final, Number(count)))
  }
  for (const final of ['h', 'l']) {
    parser.registerCsiHandler({ prefix: '?', final }, (modes) =>
      modes.flat().some((mode) => !isAllowedPrivateMode(mode)),
    )
  }
}

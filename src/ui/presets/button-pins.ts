/** Where a button can be on each board, and what is said of it there. */
import m from '../../messages/compiled/preset-editor'
import { printedPin, type ButtonPin } from '../../presets/printed-pins'
import type { Board } from '../../presets/schema'
import { buttonPins } from '../../presets/set-up-network'

/** An ESP-01 has two pins beside those of its console. */
const pinsOfEsp01: readonly ButtonPin[] = [0, 2]

export const pinsOf = (board: Board): readonly ButtonPin[] =>
  board === 'esp-01' ? pinsOfEsp01 : buttonPins

/** "GPIO 14 (D5)" */
export function pinName(pin: ButtonPin, board: Board): string {
  const printed = printedPin(pin, board)
  return printed ? m.setUp.pinPrinted({ pin, printed }) : m.setUp.pin({ pin })
}

/** What a button does; with a pin also how it is connected there, and what is special about it. */
export function pinHint(pin: number | string | undefined, board: Board): string {
  if (pin === undefined) return m.setUp.buttonHint()
  if (!pinsOf(board).some((one) => one === pin)) return m.setUp.pinMissing()
  const isThere = pin === 0 && board === 'nodemcu'
  return [
    m.setUp.buttonHint(),
    isThere ? m.setUp.flashButton() : m.setUp.wiring(),
    ...(pin === 0 && !isThere ? [m.setUp.pinZero()] : []),
    ...(pin === 2 ? [m.setUp.pinTwo()] : []),
  ].join(' ')
}

/** Where a button can be on each board: which pins it has, and what is printed beside them. */
import m from '../../messages/compiled/preset-editor'
import { buttonPins } from '../../presets/set-up-network'
import type { Board } from '../../presets/schema'

type ButtonPin = (typeof buttonPins)[number]

/** An ESP-01 has two pins beside those of its console. */
const pinsOfEsp01: readonly ButtonPin[] = [0, 2]

/** As D1 Mini and NodeMCU name them. */
const printed: Record<ButtonPin, string> = {
  0: 'D3',
  2: 'D4',
  4: 'D2',
  5: 'D1',
  12: 'D6',
  13: 'D7',
  14: 'D5',
}

export const pinsOf = (board: Board): readonly ButtonPin[] =>
  board === 'esp-01' ? pinsOfEsp01 : buttonPins

/** "GPIO 14 (D5)" */
export function pinName(pin: ButtonPin, board: Board): string {
  const hasNames = board === 'd1-mini' || board === 'nodemcu'
  return hasNames ? m.setUp.pinPrinted({ pin, printed: printed[pin] }) : m.setUp.pin({ pin })
}

/** What is special about a button at this pin, in one sentence; undefined: nothing. */
export function pinHint(pin: number | string | undefined, board: Board): string | undefined {
  if (pin === undefined) return undefined
  if (!pinsOf(board).some((one) => one === pin)) return m.setUp.pinMissing()
  if (pin === 0) return board === 'nodemcu' ? m.setUp.flashButton() : m.setUp.pinZero()
  return pin === 2 ? m.setUp.pinTwo() : undefined
}

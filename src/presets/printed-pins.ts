/** What is printed beside the pins that a button can be at. */
import type { Board } from './schema'
import type { buttonPins } from './set-up-network'

export type ButtonPin = (typeof buttonPins)[number]

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

/** "D5"; undefined on boards that print the number, or nothing. */
export const printedPin = (pin: ButtonPin, board: Board): string | undefined =>
  board === 'd1-mini' || board === 'nodemcu' ? printed[pin] : undefined

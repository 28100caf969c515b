/** The pins of the chip: what drives each, seen from the program. */
import type { PinLevel } from '../chip/program'

export class Pins {
  readonly #driven = new Map<number, PinLevel>()
  readonly #pulledUp = new Set<number>()
  #noise: PinLevel = 0

  /** @param outside  the level that the board's parts give to a pin; undefined: nothing is there */
  constructor(private readonly outside: (pin: number) => PinLevel | undefined = () => undefined) {}

  drive(pin: number, level: PinLevel): void {
    this.#driven.set(pin, level)
  }

  /** An input from now on. @param up  with the chip's own resistor */
  listen(pin: number, up: boolean): void {
    this.#driven.delete(pin)
    if (up) this.#pulledUp.add(pin)
    else this.#pulledUp.delete(pin)
  }

  /** An input at which nothing is has any level: here another one each time. */
  level(pin: number): PinLevel {
    const driven = this.#driven.get(pin) ?? this.outside(pin)
    if (driven !== undefined) return driven
    if (this.#pulledUp.has(pin)) return 1
    return (this.#noise = this.#noise === 0 ? 1 : 0)
  }
}

/**
 * Buttons and resistors at the chip's GPIOs, as on the usual boards (ESP-12E, NodeMCU): GPIO0 and GPIO2 are pulled up,
 * GPIO15 is pulled down, because their levels at a reset choose the boot mode.
 */
const pulledUp = [0, 2]
const pulledDown = 15

/** The level of a GPIO whose button is held or not; undefined: nothing is at the pin. */
export function outsideLevel(pin: number, held: boolean): 0 | 1 | undefined {
  if (pin === pulledDown) return held ? 1 : 0
  if (held) return 0
  return pulledUp.includes(pin) ? 1 : undefined
}

/**
 * How DTR and RTS bring the chip into its bootloader or into run mode. DTR pulls GPIO0, RTS pulls EN,
 * each through a transistor: asserted means low, both asserted means neither. Both go in one call:
 * between two calls the chip could see a state that nobody meant.
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/boot-mode-selection.html
 */
import { delay, type WaitOptions } from '../async/deadline'
import m from '../messages/compiled/esptool'
import type { Message } from '../messages/format'
import type { SerialLink } from '../serial/link'

interface Step {
  dataTerminalReady: boolean
  requestToSend: boolean
  holdMs: number
}

const step = (dataTerminalReady: boolean, requestToSend: boolean, holdMs = 0): Step => ({
  dataTerminalReady,
  requestToSend,
  holdMs,
})
const enLow = (holdMs: number) => step(false, true, holdMs)
const gpio0Low = (holdMs: number) => step(true, false, holdMs)
const released = step(false, false)

export interface ResetStrategy {
  steps: Step[]
}

export interface BootloaderStrategy extends ResetStrategy {
  /** For the person who watches. */
  detail: Message
}

/** EN needs 100 ms to fall; GPIO0 must still be low when EN has risen: 50 ms, or 550 with a big capacitor. */
const classic: BootloaderStrategy = {
  detail: m.reset,
  steps: [enLow(100), gpio0Low(50), released],
}
const slow: BootloaderStrategy = {
  detail: m.slowReset,
  steps: [enLow(100), gpio0Low(550), released],
}

/** In this order until one leads to an answer; twice, because a first try may meet a booting chip. */
export const bootloaderStrategies: [BootloaderStrategy, ...BootloaderStrategy[]] = [
  classic,
  slow,
  classic,
  slow,
]

export const runStrategy: ResetStrategy = { steps: [enLow(100), released] }

/** Moves the lines as told. When cancelled or refused it still lets them go. */
export async function playReset(
  target: Pick<SerialLink, 'setSignals'>,
  { steps }: ResetStrategy,
  { signal }: WaitOptions = {},
): Promise<void> {
  let done = false
  try {
    for (const { holdMs, ...lines } of steps) {
      await target.setSignals(lines)
      if (holdMs > 0) await delay(holdMs, { signal })
    }
    done = true
  } finally {
    const { dataTerminalReady, requestToSend } = released
    const release = () => target.setSignals({ dataTerminalReady, requestToSend })
    if (!done) await release().catch(() => undefined)
  }
}

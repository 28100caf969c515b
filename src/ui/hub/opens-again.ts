/** How a board's set-up Wi-Fi is opened once it knows a network, where that takes a button or quick starts. */
import m from '../../messages/compiled/hub'
import { printedPin } from '../../presets/printed-pins'
import type { Preset } from '../../presets/schema'

/** One sentence for each way; none where it opens by itself. */
export function opensAgainWords({ board, portal: { opens } }: Preset): string[] {
  const { button, powerCycles } = opens ?? {}
  const printed = button === undefined ? undefined : printedPin(button, board)
  const pin = printed ? `${button} (${printed})` : String(button)
  return [
    ...(button === undefined ? [] : [m.opensAgain.button({ pin })]),
    ...(powerCycles === undefined
      ? []
      : [m.opensAgain.powerCycles({ count: String(powerCycles) })]),
  ]
}

/** The same in a few words, for a label; undefined where it opens by itself. */
export function opensOnLabel({ board, portal: { opens } }: Preset): string | undefined {
  const { button, powerCycles } = opens ?? {}
  const count = String(powerCycles)
  if (button === undefined)
    return powerCycles === undefined ? undefined : m.opensAgain.onLabelCycles({ count })
  const pin = printedPin(button, board) ?? `GPIO ${button}`
  return powerCycles === undefined
    ? m.opensAgain.onLabelButton({ pin })
    : m.opensAgain.onLabelBoth({ pin, count })
}

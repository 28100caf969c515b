/** Which driver a plugged-in board uses, by what its port says. */
import { driverOf, type UsbChip } from '../../help/drivers'
import { portName } from '../../serial/usb-bridges'

/** By the beginning of the bridge's name; the newer chips of WCH are CDC devices with a driver of their own. */
const byName: [RegExp, UsbChip][] = [
  [/^(CH340|CH341|WCH)/, 'ch340'],
  [/^(CH34[2-9]|CH9)/, 'ch9102'],
  [/^(CP2|Silicon)/, 'cp210x'],
  [/^FT/, 'ft232'],
  [/^(PL2303|Prolific)/, 'pl2303'],
]

export function seenChip(
  info: SerialPortInfo | undefined,
): { chip: UsbChip; name: string } | undefined {
  if (!info) return undefined
  const name = portName(info)
  const chip = byName.find(([pattern]) => pattern.test(name))?.[1]
  return chip && { chip, name: /\d{4}:/.test(name) ? driverOf[chip].name : name }
}

/** Numbers of any size as a chart has room for them. */
import { currentLanguage } from '../../../messages/current'

/** Six digits that matter: "21.5", "1234.57", "1.2E-7". */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  const notation = size !== 0 && (size >= 1e7 || size < 1e-4) ? 'scientific' : 'standard'
  return new Intl.NumberFormat(currentLanguage(), {
    maximumSignificantDigits: notation === 'scientific' ? 3 : 6,
    useGrouping: false,
    notation,
  }).format(value)
}

/** Help as one text, with the steps of every platform. */
import type { HelpEntry } from '../../src/help/entry'

export const helpText = ({ title, cause, steps }: HelpEntry): string =>
  [title, cause, ...steps.map((step) => (typeof step === 'function' ? step : step.text))]
    .map((message) => message())
    .join('\n')

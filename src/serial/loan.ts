/** A link for whoever speaks to the board alone. */
import type { LinkLoan, SerialLink } from './link'

/**
 * Of a link that nobody else listens to: itself.
 * @throws DeviceError `port-busy` if it is lent already
 */
export const loanOf = (link: SerialLink): LinkLoan =>
  link.lend?.() ?? { link, tell: () => undefined, giveBack: () => undefined }

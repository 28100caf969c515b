/** What stands in brackets where something private was covered. */
import m from '../messages/compiled/report'

export const coveredWords = {
  password: m.covered.password,
  name: m.covered.name,
  MAC: m.covered.mac,
  secret: m.covered.secret,
  'hex digits': m.covered.hexDigits,
  bytes: m.covered.bytes,
  typed: m.covered.typed,
  'edited line': m.covered.editedLine,
}

export type CoveredAs = keyof typeof coveredWords

/**
 * A batch as a table for a spreadsheet: RFC 4180 with a byte order mark, without which Excel takes UTF-8 for
 * something else. What would begin a formula is text: a name may come from a preset that somebody else made.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
import m from '../../messages/compiled/batch'
import type { BatchRow } from '../../state/batch/batch-row.svelte'
import { resultStatus, rowName, type HelpWords } from './row-words'

const byteOrderMark = '\ufeff'
const startsFormula = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/

/** A cell in quotes, so that no separator, quote or line break ends it. */
export const csvCell = (text: string): string =>
  `"${(startsFormula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

/** Digits between letters, and nothing else: no number, no date and no time in any language is written so. */
const isNeverValue = /^[a-z0-9]*[a-z][0-9]+[a-z][a-z0-9]*$/i
/** Logical values of as many letters as a password has: Spanish, Portuguese, Czech. Errors begin with #. */
const isConstant = /^(?:#.*|verdadero|verdadeiro|nepravda)$/i

/**
 * Whether a spreadsheet may run it, or show the number, date or time that it takes it for. Months have other names in
 * each language ("Mai 2024"), so anything else with digits counts.
 */
const mayChange = (text: string) =>
  startsFormula.test(text) ||
  isConstant.test(text) ||
  !/[a-z]/i.test(text) ||
  (/[0-9]/.test(text) && !isNeverValue.test(text))

/** Whether an apostrophe stands in front of all passwords in the table: no spreadsheet shows another then. */
export const needsApostrophe = (passwords: readonly string[]): boolean => passwords.some(mayChange)

/** By the board's MAC address. */
export type PasswordsOf = (mac: string | undefined) => readonly string[]

/**
 * @param words of failures; without them there are their codes
 * @param passwordsOf given where the passwords of the boards' own networks are to be in the table: all that the
 *   board may have, each on a line of its cell
 */
export function batchCsv(
  rows: readonly BatchRow[],
  words?: HelpWords,
  passwordsOf?: PasswordsOf,
): string {
  const head = [
    m.csv.number(),
    m.csv.name(),
    m.csv.mac(),
    m.csv.accessPoint(),
    m.csv.hostname(),
    m.csv.address(),
    m.csv.result(),
    m.csv.time(),
  ]
  const passwords = passwordsOf && passwordColumn(rows, passwordsOf)
  const lines = [head, ...rows.map((row) => cells(row, words))].map((line, at) =>
    [...line, ...(passwords?.slice(at, at + 1) ?? [])].map(csvCell).join(','),
  )
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`
}

/** With its head. If an apostrophe keeps one as it is, all have one, and the head says so: nobody has to guess. */
function passwordColumn(rows: readonly BatchRow[], passwordsOf: PasswordsOf): string[] {
  const passwords = rows.map((row) => passwordsOf(row.stored.mac))
  const isQuoted = needsApostrophe(passwords.flat())
  const cellOf = (list: readonly string[]) =>
    list.map((password) => (isQuoted ? `'${password}` : password)).join('\n')
  return [isQuoted ? m.csv.quotedPassword() : m.csv.password(), ...passwords.map(cellOf)]
}

function cells(row: BatchRow, words?: HelpWords): string[] {
  const { number, mac, accessPoint, hostname, address, result } = row.stored
  const when = result ? new Date(result.atMs).toISOString() : ''
  const name = mac ? (hostname ?? accessPoint ?? '') : rowName(row)
  return [
    number === undefined ? '' : String(number),
    name,
    mac ?? '',
    accessPoint ?? '',
    hostname ?? '',
    result?.is === 'done' ? (address ?? '') : '',
    resultCell(row, words),
    when,
  ]
}

/** As the page says it, but the same for all that are ready: somebody may sort or count by it. */
function resultCell({ isWorking, stored: { result } }: BatchRow, words?: HelpWords): string {
  return isWorking || !result ? m.csv.working() : resultStatus(result, words)
}

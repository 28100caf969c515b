import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { help } from '../../../../src/help/words'
import { newPassword } from '../../../../src/presets/new-password'
import { BatchRow } from '../../../../src/state/batch/batch-row.svelte'
import type { StoredRow } from '../../../../src/state/batch/stored-batch'
import { batchCsv, csvCell, needsApostrophe } from '../../../../src/ui/batch/batch-csv'

const row = (stored: Partial<StoredRow>) => new BatchRow({ id: 'a', ...stored })
const atMs = Date.UTC(2026, 10, 28, 21, 5)

describe('a batch as a table', () => {
  it('has a line for each board, for every spreadsheet', () => {
    const done: StoredRow = {
      id: 'a',
      number: 7,
      mac: '18:fe:34:42:44:42',
      accessPoint: 'Lamp "7"',
      hostname: 'Lamp-7',
      address: '192.168.4.1',
      result: { is: 'done', atMs },
    }
    const failed: StoredRow = {
      id: 'b',
      result: { is: 'failed', atMs, code: 'no-sync', message: 'Nothing.' },
    }
    expect(batchCsv([row(done), row(failed)], help).split('\r\n')).toEqual([
      '\ufeff"Number","Name","MAC address","Access point","Hostname","Address","Result","Time"',
      '"7","Lamp-7","18:fe:34:42:44:42","Lamp ""7""","Lamp-7","192.168.4.1","Ready","2026-11-28T21:05:00.000Z"',
      '"","Board without an answer","","","","","The board does not answer","2026-11-28T21:05:00.000Z"',
      '',
    ])
  })

  it('has the passwords of the boards only where they are asked for', () => {
    const done = row({ mac: '18:fe:34:42:44:42', result: { is: 'done', atMs } })
    const passwordsOf = (mac?: string) => (mac ? ['k7mf2xqa'] : [])
    expect(batchCsv([done], help)).not.toMatch(/k7mf|password/)
    const [head, line] = batchCsv([done], help, passwordsOf).split('\r\n')
    expect(head).toMatch(/,"Wi-Fi password"$/)
    expect(line).toMatch(/,"k7mf2xqa"$/)
  })

  it('has each that a board may have, where an installation has not ended', () => {
    const done = row({ mac: '18:fe:34:42:44:42', result: { is: 'done', atMs } })
    expect(batchCsv([done], help, () => ['new4one', 'old4one'])).toContain(
      ',"new4one\nold4one"\r\n',
    )
  })

  it.each([
    '=correct horse',
    '%correct',
    ' +correct',
    '00001234',
    '1234e567',
    '12-12-2026',
    'March 2024',
    '3. Mai 2024',
    '22november23',
    '12:30 pm',
    '2026-11-28T12Z',
    '$1,234.50',
    '1234 EUR',
    'Verdadero',
    '#VALUE!',
    '........',
  ])('the password %j is handed out as it is, with a word about the apostrophe', (odd) => {
    const [first, second] = [row({ mac: 'a' }), row({ mac: 'b' })]
    const passwordsOf = (mac?: string) => [mac === 'a' ? odd : "'correct"]
    const lines = batchCsv([first, second], help, passwordsOf).split('\r\n')
    expect(lines[0]).toMatch(/,"Wi-Fi password \(without the apostrophe in front\)"$/)
    expect(lines[1]!.endsWith(`,"'${odd}"`)).toBe(true)
    expect(lines[2]!.endsWith(`,"''correct"`)).toBe(true)
  })

  it('has no apostrophe where no spreadsheet changes a password', () => {
    expect(needsApostrophe(['correct horse', 'k7mf2xqa', 'Lamp7b2026', '(closed)'])).toBe(false)
  })

  it('has none for the passwords that the page draws', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(255)), (bytes) => {
        const random = (into: Uint8Array) => into.set([...bytes.take(into.length)])
        const password = newPassword(random)
        expect(password).toHaveLength(12)
        expect(needsApostrophe([password])).toBe(false)
      }),
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc', '%0a=1'])(
    '%j is text, not a formula',
    (text) => {
      expect(csvCell(text)).toBe(`"'${text}"`)
    },
  )

  it.each(['lamp-7', '18:fe', '192.168.4.1', '7'])('%j stays as it is', (text) => {
    expect(csvCell(text)).toBe(`"${text}"`)
  })
})

/** Files that go to a board and come from it over the REPL are in no record, and so in no report. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFile, writeFile } from '../../src/micropython/files'
import { reportText } from '../../src/report/report'
import { trafficOf } from '../../src/serial/traffic'
import { reportFacts } from '../support/report-facts'
import { ReplRig } from './repl-rig'
import { encode } from '../support/bytes'
import { failure } from '../support/promises'

const secret = 'correct horse battery'
const file = encode(`captive_portal 1\n${Buffer.from(secret).toString('hex')}\n${secret}\n`)

let rig: ReplRig
beforeEach(async () => {
  rig = new ReplRig()
  await rig.connect()
})
afterEach(() => rig.dispose())

it('lists code, failures and the prompt, and contains no file that was written, read or given up', async () => {
  await writeFile(rig.repl, '/wifi.creds', file)
  expect(await readFile(rig.repl, '/wifi.creds')).toEqual(file)
  const cancel = new AbortController()
  const reading = failure(readFile(rig.repl, '/wifi.creds', { signal: cancel.signal }))
  cancel.abort()
  await reading
  expect(await failure(rig.repl.exec('raise ValueError(1)'))).toBeDefined()
  await rig.repl.close()

  const traffic = trafficOf(rig.board.port)
  const bytes = traffic.entries.flatMap((entry) => ('bytes' in entry ? [...entry.bytes] : []))
  const raw = Buffer.from(bytes).toString('latin1')
  const report = reportText(reportFacts({ traffic }), { names: true })
  for (const text of [raw, report]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(Buffer.from(secret).toString('hex'))
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(4, 16))
  }
  expect(report).toMatch(/raw REPL runs \d+ bytes of code/)
  expect(report).toContain('ValueError')
  expect(raw).toContain('raw REPL; CTRL-B to exit')
})

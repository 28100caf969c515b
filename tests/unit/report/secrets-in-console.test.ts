/** Secrets that nobody told the page: what a person typed at the prompt, and what portal and programs say. */
import { describe, expect, it } from 'vitest'
import { reportText } from '../../../src/report/report'
import { makeTraffic, reportFacts } from '../../support/report-facts'

/** Each key by itself, and its echo. */
function typed(lines: string, prompt = '>>> ') {
  const traffic = makeTraffic(1)
  traffic.pass('in', Buffer.from(prompt))
  for (const key of Buffer.from(lines)) {
    traffic.pass('out', Uint8Array.of(key))
    traffic.pass('in', Uint8Array.of(key))
  }
  traffic.pass('out', Buffer.from('\r'))
  traffic.pass('in', Buffer.from('\r\n>>> '))
  return traffic
}

/** The text column of the dump, joined. */
const said = (report: string) =>
  report
    .split('\n')
    .filter((line) => /^ +\d+\.\d+ s [→←]|^ {14}/.test(line))
    .map((line) => line.slice(63))
    .join('')

const report = (traffic: ReturnType<typeof makeTraffic>, names = false) =>
  reportText(reportFacts({ traffic }), { names })

describe('what was typed at the prompt', () => {
  it.each([
    ["w.connect('Attic','hunter22hunter')", ['Attic', 'hunter22']],
    ['k="hunter22hunter"', ['hunter22']],
    ["k='hunter22", ['hunter22']],
    ["connect('','')\x1b[D\x1b[Dhunter22", ['hunter22']],
    ["k='hunX\x08ter22'", ['ter22']],
  ])('%j is in no report, ticked or not', (line, secrets) => {
    for (const names of [false, true]) {
      const text = report(typed(line), names)
      for (const secret of secrets) expect(said(text)).not.toContain(secret)
      expect(text).toMatch(/\[(typed|edited line|name|secret)\]/)
    }
  })

  it('is not shown either where the board says it again later', () => {
    const traffic = typed("k='hunter22hunter'")
    traffic.pass('in', Buffer.from('joining with hunter22hunter\r\n'))
    expect(said(report(traffic))).not.toContain('hunter22')
  })
})

describe('what portal and programs print', () => {
  it.each([
    ["Trying to connect to SSID 'Jo's \\'attic'", 'attic'],
    ["Connected to 'Attic 5G' with IP 10.0.0.7", 'Attic'],
    ["Failed to connect to 'Attic 5G': wrong password", 'Attic'],
    ["[(b'Attic', b'\\x18\\xfe4BDB', 6, -48, 4, 0)]", 'Attic'],
    ['{"ssid": "Attic", "rssi": -40}', 'Attic'],
    ['essid=Attic', 'Attic'],
  ])('%j names no network unless it is ticked', (line, name) => {
    const traffic = makeTraffic()
    traffic.pass('in', Buffer.from(`${line}\r\n`))
    expect(said(report(traffic))).not.toContain(name)
    expect(said(report(traffic, true))).toContain(name)
  })

  it.each(['password: hunter22', 'psk=hunter22', '"key": "hunter22"', 'token = hunter22'])(
    '%j is never shown',
    (line) => {
      const traffic = makeTraffic()
      traffic.pass('in', Buffer.from(`${line}\r\n`))
      expect(said(report(traffic, true))).not.toContain('hunter22')
      expect(said(report(traffic, true))).toContain(line.slice(1, 4))
    },
  )
})

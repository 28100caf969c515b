import { describe, expect, it } from 'vitest'
import { openLink } from '../../../src/serial/open-link'
import { Traffic, trafficOf } from '../../../src/serial/traffic'
import { FakePort } from './fake-port'

const bytes = (text: string) => new TextEncoder().encode(text)
const stepping = (stepMs: number) => {
  let nowMs = 0
  return new Traffic(() => (nowMs += stepMs))
}

describe('the record of a port', () => {
  it('has both directions with their times, over two openings and their rates', async () => {
    const port = new FakePort()
    const first = await openLink(port, { baudRate: 115_200 })
    await first.setSignals({ dataTerminalReady: false, requestToSend: true })
    await first.write(bytes('ping'))
    await first.close()
    const second = await openLink(port, { baudRate: 460_800 })
    port.say('pong')
    await new Promise<void>((resolve) => void second.subscribe(() => resolve()))
    await second.close()

    const { entries, baudRates, totals } = trafficOf(port)
    const told = entries.map((entry) => (entry.kind === 'note' ? entry.text : entry.kind))
    expect(told.slice(0, 5)).toEqual([
      'opened at 115200 baud',
      'DTR 0 RTS 1',
      'bytes',
      'closing',
      'opened at 460800 baud',
    ])
    expect(entries).toContainEqual(
      expect.objectContaining({ direction: 'in', bytes: bytes('pong') }),
    )
    expect(baudRates).toEqual([115_200, 460_800])
    expect(totals).toEqual({ in: 4, out: 4 })
    expect(entries.map(({ atMs }) => atMs)).toEqual(
      entries.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
    )
  })

  it('stays bounded however much passes, and says that it forgot', () => {
    const traffic = stepping(1000)
    expect(traffic.wasCut('in')).toBe(false)
    for (let k = 0; k < 5000; k++) traffic.pass('in', new Uint8Array(100).fill(k))
    const kept = traffic.entries.reduce((sum, entry) => sum + ('bytes' in entry ? 100 : 0), 0)
    expect(kept).toBeLessThanOrEqual(8192)
    expect(kept).toBeGreaterThanOrEqual(8000)
    expect([traffic.wasCut('in'), traffic.wasCut('out')]).toEqual([true, false])
    expect(traffic.totals.in).toBe(500_000)
    for (let k = 0; k < 5000; k++) traffic.note('x')
    expect(traffic.entries.length).toBeLessThanOrEqual(600)
  })

  it('keeps only the end of a chunk that is larger than itself', () => {
    const traffic = stepping(1000)
    traffic.pass(
      'in',
      Uint8Array.from({ length: 20_000 }, (_, index) => index & 0xff),
    )
    const [entry] = traffic.entries
    expect(entry?.kind === 'bytes' && entry.bytes.length).toBe(8192)
    expect(traffic.wasCut('in')).toBe(true)
  })

  it('counts payload, or leaves it out, and keeps what comes after the next opening', () => {
    const traffic = stepping(1000)
    traffic.keep({ in: 'count', out: 'skip' })
    traffic.pass('in', bytes('hidden'))
    traffic.pass('in', bytes('hidden'))
    traffic.pass('out', bytes('hidden'))
    expect(traffic.entries).toMatchObject([{ kind: 'held', direction: 'in', sizeBytes: 12 }])
    traffic.opened(115_200)
    traffic.pass('out', bytes('seen'))
    expect(traffic.entries.at(-1)).toMatchObject({ kind: 'bytes', bytes: bytes('seen') })
  })
})

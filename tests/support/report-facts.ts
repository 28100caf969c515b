/** The facts of a report in which everything is told, and traffic that a test has made. */
import type { ReportFacts } from '../../src/report/facts'
import { Traffic } from '../../src/serial/traffic'

export const mac = '18:fe:34:42:44:42'

/** A record with a clock that goes on by `stepMs` for each entry. */
export function makeTraffic(stepMs = 100): Traffic {
  let nowMs = 0
  return new Traffic(() => (nowMs += stepMs))
}

export const reportFacts = (more: Partial<ReportFacts> = {}): ReportFacts => ({
  madeAt: new Date('2026-01-02T03:04:05Z'),
  atMs: 12_345,
  versions: { 'Portal Flasher': '0.1.0' },
  browser: { userAgent: 'Chrome', access: ['web-serial', 'web-usb'], isolated: true },
  state: 'failed while installing',
  attempts: [],
  macs: [],
  passwords: [],
  names: [],
  ...more,
})

/**
 * A report as text, to be pasted into an issue: versions, bridge, phases with times, settings and the
 * last 4 KiB of traffic. Passwords are never in it; names of networks and the board's own half of its
 * MAC address only if they may be. Numbers are digits alone: programs search reports, too.
 */
import { hexDigits } from '../bytes/hex'
import m from '../messages/compiled/report'
import { portName } from '../serial/usb-bridges'
import type { BoardIdentity } from '../esptool/identity'
import type { AttemptRecord, ReportFacts } from './facts'
import type { CoveredAs } from './covered-words'
import type { Secret } from './known-secrets'
import { redactText, redactTraffic, type RedactOptions } from './redact'
import { settingsLines, yes } from './settings-lines'
import { trafficLines } from './traffic-lines'

export interface ReportOptions {
  /** True: network names and the full MAC address stay. */
  names: boolean
}

/** Raised when a reader of reports would have to look elsewhere for something. */
const formatVersion = 1

export function reportText(facts: ReportFacts, { names }: ReportOptions): string {
  const options = { names, secrets: secretsOf(facts, names) }
  const parts: [title: string, lines: string[]][] = [
    ['', headLines(facts)],
    [m.section.problem(), problemLines(facts)],
    [m.section.board(), boardLines(facts)],
    [m.section.settings(), settingsLines(facts, names)],
    [m.section.times(), facts.attempts.flatMap(attemptLines)],
  ]
  const told = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => redactText(section(title, lines), options))
  return [...told, trafficSection(facts, options), ''].join('\n\n')
}

const section = (title: string, lines: string[]) =>
  (title ? [`## ${title}`, ...lines] : lines).join('\n')

function secretsOf({ passwords, names, macs }: ReportFacts, shown: boolean): Secret[] {
  const secret = (label: CoveredAs) => (value: string) => ({ value, label })
  return [
    ...passwords.map(secret('password')),
    ...(shown ? [] : [...names.map(secret('name')), ...macs.flatMap(macParts).map(secret('MAC'))]),
  ].filter(({ value }) => value !== '')
}

/** The board's own half, as bytes: as it is, and as `machine.unique_id()` gives it. */
function macParts(mac: string): string[] {
  const own = mac
    .split(':')
    .slice(3)
    .map((part) => parseInt(part, 16))
  if (own.length !== 3) return []
  return [String.fromCharCode(...own), String.fromCharCode(...own.toReversed())]
}

const headLines = ({ madeAt, atMs, versions, browser, state }: ReportFacts): string[] => [
  m.head.title({ format: String(formatVersion) }),
  m.head.made({ at: madeAt.toISOString(), since: seconds(atMs) }),
  ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
  m.head.browser(browser),
  m.head.abilities({
    webSerial: yes(browser.access.includes('web-serial')),
    webUsb: yes(browser.access.includes('web-usb')),
    isolated: yes(browser.isolated),
  }),
  m.head.state({ state }),
]

function problemLines({ problem }: ReportFacts): string[] {
  if (!problem) return []
  const { code, message, causes, heard } = problem
  return [
    `${code}: ${message}`,
    ...causes.map((cause) => m.problem.because({ cause })),
    ...(heard ? ['', m.problem.heard(), heard] : []),
  ]
}

function boardLines({ kind, bridge, identity }: ReportFacts): string[] {
  return [
    ...(kind ? [kind === 'virtual' ? m.board.virtual() : m.board.real()] : []),
    ...(bridge ? [bridgeLine(bridge)] : []),
    ...(identity ? identityLines(identity) : []),
  ]
}

function bridgeLine(bridge: SerialPortInfo): string {
  const { usbVendorId, usbProductId = 0 } = bridge
  const name = portName(bridge)
  if (usbVendorId === undefined) return m.board.bridge({ name })
  return m.board.bridgeWithIds({
    name,
    ids: `${hexDigits(usbVendorId, 4)}:${hexDigits(usbProductId, 4)}`,
  })
}

const identityLines = (identity: BoardIdentity): string[] => [
  m.board.chip({ chip: identity.chip, crystalMhz: String(identity.crystalMhz) }),
  m.board.flash({
    sizeBytes: String(identity.flashSizeBytes),
    manufacturer: hexDigits(identity.flashManufacturer, 2),
    device: hexDigits(identity.flashDevice, 4),
  }),
  m.board.mac({ mac: identity.mac }),
]

function attemptLines({ what, fromMs, toMs, phases, outcome }: AttemptRecord): string[] {
  return [
    m.attempt.line({
      what,
      at: seconds(fromMs),
      outcome: outcome ?? m.attempt.notEnded(),
      took: toMs === undefined ? m.attempt.goesOn() : m.attempt.took({ ms: span(fromMs, toMs) }),
    }),
    ...phases.map(({ phase, fromMs, toMs, details }) => {
      const ms = span(fromMs, toMs)
      if (details.length === 0) return `  ${m.attempt.phase({ phase, ms })}`
      return `  ${m.attempt.phaseDetails({ phase, ms, details: details.join('; ') })}`
    }),
  ]
}

function trafficSection({ traffic }: ReportFacts, options: RedactOptions): string {
  if (!traffic || traffic.entries.length === 0)
    return section(m.section.traffic(), [m.section.noTraffic()])
  const lines = trafficLines(redactTraffic(traffic, options))
  return section(m.section.lastTraffic(), lines)
}

const seconds = (ms: number) => (ms / 1000).toFixed(3)
const span = (fromMs: number, toMs: number) => String(Math.round(toMs - fromMs))

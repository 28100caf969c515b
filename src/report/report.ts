/**
 * A report as text, to be pasted into an issue: versions, bridge, phases with times, settings and the
 * last 4 KiB of traffic. Passwords are never in it; names of networks and the board's own half of its
 * MAC address only if they may be.
 */
import { portName } from '../serial/usb-bridges'
import type { AttemptRecord, ReportFacts } from './facts'
import type { Secret } from './known-secrets'
import { redactText, redactTraffic, type RedactOptions } from './redact'
import { settingsLines } from './settings-lines'
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
    ['Problem', problemLines(facts)],
    ['Board', boardLines(facts)],
    ['Settings', settingsLines(facts, names)],
    ['Times', facts.attempts.flatMap(attemptLines)],
  ]
  const told = parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => redactText(section(title, lines), options))
  return [...told, trafficSection(facts, options), ''].join('\n\n')
}

const section = (title: string, lines: string[]) =>
  (title ? [`## ${title}`, ...lines] : lines).join('\n')

function secretsOf({ passwords, names, macs }: ReportFacts, shown: boolean): Secret[] {
  const secret = (label: string) => (value: string) => ({ value, label })
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
  `# Portal Flasher report, format ${formatVersion}`,
  `Made: ${madeAt.toISOString()}, ${seconds(atMs)} after the page was opened`,
  ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
  `Browser: ${browser.userAgent}`,
  `Web Serial: ${yes(browser.webSerial)}, cross-origin isolated: ${yes(browser.isolated)}`,
  `State: ${state}`,
]

function problemLines({ problem }: ReportFacts): string[] {
  if (!problem) return []
  const { code, message, causes, heard } = problem
  return [
    `${code}: ${message}`,
    ...causes.map((cause) => `because of ${cause}`),
    ...(heard ? ['', 'What the board said:', heard] : []),
  ]
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

function boardLines({ kind, bridge, identity }: ReportFacts): string[] {
  const { usbVendorId, usbProductId } = bridge ?? {}
  const ids =
    usbVendorId === undefined ? '' : ` (${hex(usbVendorId, 4)}:${hex(usbProductId ?? 0, 4)})`
  return [
    ...(kind ? [kind === 'virtual' ? 'The virtual board' : 'A real board'] : []),
    ...(bridge ? [`Bridge: ${portName(bridge)}${ids}`] : []),
    ...(identity
      ? [
          `Chip: ${identity.chip}, crystal ${identity.crystalMhz} MHz`,
          `Flash: ${identity.flashSizeBytes} bytes, id ${hex(identity.flashManufacturer, 2)} ${hex(identity.flashDevice, 4)}`,
          `MAC: ${identity.mac}`,
        ]
      : []),
  ]
}

function attemptLines({ what, fromMs, toMs, phases, outcome }: AttemptRecord): string[] {
  const took = toMs === undefined ? 'still going on' : `${Math.round(toMs - fromMs)} ms`
  return [
    `${what} at ${seconds(fromMs)}: ${outcome ?? 'not ended'}, ${took}`,
    ...phases.map(({ phase, fromMs, toMs, details }) => {
      const told = details.length > 0 ? ` (${details.join('; ')})` : ''
      return `  ${phase} ${Math.round(toMs - fromMs)} ms${told}`
    }),
  ]
}

function trafficSection({ traffic }: ReportFacts, options: RedactOptions): string {
  if (!traffic || traffic.entries.length === 0) return section('Traffic', ['none'])
  const lines = trafficLines(redactTraffic(traffic, options))
  return section('Traffic, the last 4 KiB (→ to the board, ← from it)', lines)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(3)} s`
const yes = (is: boolean) => (is ? 'yes' : 'no')

/**
 * The phones: which questions each asks after it has joined, in which order, how long it waits, and what its sign-in
 * sheet is. Sources: those of judges.ts; waits of Android: NetworkMonitor (3 s for the first answers, 10 s for a
 * connection); of Windows: WebTimeout of NCSI (35 s); of Firefox: captivedetect.maxWaitingTime (5 s). Apple and
 * Amazon document none: 10 s, as long as such a phone is seen to wait.
 */
import m from '../messages/compiled/phone-systems'
import { detectorById, type Detector } from './detectors'
import { androidMs } from './judges'

export { internetAnswer } from './internet'

export type SystemId = 'android' | 'iphone' | 'windows' | 'firefox' | 'kindle'

/** One question of a phone. */
export type Probe =
  /** An HTTP request. `signInAt`: what its sheet opens, the redirect's target or an address. */
  | {
      ask: 'http'
      detector: Detector
      headers: Readonly<Record<string, string>>
      signInAt: 'location' | { url: string }
    }
  /** A TLS connection, which a portal cannot have: it is refused on port 443 or not answered. */
  | { ask: 'https'; host: string }
  /** A name that has this address in the Internet. Decides nothing by itself. */
  | { ask: 'name'; host: string; expected: string }
  /** How to get through a proxy, asked before the first request of a browser. Decides nothing. */
  | { ask: 'proxy'; url: string }

/** Asked all at once. The first `portal` or `online` decides; without one, the next round follows. */
export interface Round {
  probes: readonly Probe[]
  /** For each of them, name to last byte. */
  waitMs: number
}

/** All of them open no windows, keep nothing, and ignore cookies: as the strictest, an iPhone's. */
export interface Sheet {
  kind: 'sign-in sheet' | 'browser' | 'own page'
  /** Whether a phone whose sheet is left before the network is online leaves the network, too. */
  closingLeavesNetwork: boolean
  /** Of the browser in it. */
  userAgent: string
  /** What is written above the page. */
  title: () => string
}

export interface PhoneSystem {
  id: SystemId
  /** A brand name, the same in every language. */
  name: string
  rounds: readonly Round[]
  /** Asked once more when there is a portal: still one, or no sheet. */
  confirm?: Round
  /** For all rounds. */
  timeoutMs: number
  sheet: Sheet
}

/** As each system's own library sends them. */
const androidHeaders = { 'accept-encoding': 'gzip', connection: 'Keep-Alive' }
const appleHeaders = { connection: 'close' }
const noCache = { 'cache-control': 'no-cache', pragma: 'no-cache' }

const http = (
  detector: Detector,
  signInAt: 'location' | { url: string } = { url: detector.url },
  headers: Readonly<Record<string, string>> = {},
): Probe => ({ ask: 'http', detector, signInAt, headers })

const android: PhoneSystem = {
  id: 'android',
  name: 'Android',
  rounds: [
    {
      waitMs: androidMs,
      probes: [
        { ask: 'https', host: 'www.google.com' },
        http(detectorById.android, 'location', androidHeaders),
      ],
    },
    {
      waitMs: androidMs,
      probes: [http(detectorById.androidFallback, 'location', androidHeaders)],
    },
  ],
  timeoutMs: 10_000,
  sheet: {
    kind: 'sign-in sheet',
    title: m.title.android,
    closingLeavesNetwork: false,
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36',
  },
}

const iphone: PhoneSystem = {
  id: 'iphone',
  name: 'iPhone',
  rounds: [{ waitMs: 10_000, probes: [http(detectorById.apple, undefined, appleHeaders)] }],
  confirm: { waitMs: 10_000, probes: [http(detectorById.appleAgain)] },
  timeoutMs: 20_000,
  sheet: {
    kind: 'sign-in sheet',
    title: m.title.iphone,
    closingLeavesNetwork: true,
    userAgent: detectorById.appleAgain.userAgent,
  },
}

/** What NCSI asks DNS for, and the answer of the Internet. */
const ncsiName = 'dns.msftncsi.com'
const ncsiAddress = '131.107.255.255'
const windowsBrowser = 'http://www.msftconnecttest.com/redirect'

const windows: PhoneSystem = {
  id: 'windows',
  name: 'Windows',
  rounds: [
    {
      waitMs: 35_000,
      probes: [
        http(detectorById.windows, { url: windowsBrowser }, noCache),
        { ask: 'name', host: ncsiName, expected: ncsiAddress },
        { ask: 'proxy', url: 'http://wpad/wpad.dat' },
      ],
    },
  ],
  timeoutMs: 35_000,
  sheet: {
    kind: 'browser',
    title: m.title.windows,
    closingLeavesNetwork: false,
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
  },
}

const firefox: PhoneSystem = {
  id: 'firefox',
  name: 'Firefox',
  rounds: [
    {
      waitMs: 5000,
      probes: [
        http(detectorById.firefox, undefined, noCache),
        http(detectorById.firefoxText, { url: detectorById.firefox.url }, noCache),
      ],
    },
  ],
  timeoutMs: 10_000,
  sheet: {
    kind: 'browser',
    title: m.title.firefox,
    closingLeavesNetwork: false,
    userAgent: detectorById.firefox.userAgent,
  },
}

const kindle: PhoneSystem = {
  id: 'kindle',
  name: 'Kindle',
  rounds: [{ waitMs: 10_000, probes: [http(detectorById.kindle)] }],
  timeoutMs: 10_000,
  sheet: {
    kind: 'own page',
    title: m.title.kindle,
    closingLeavesNetwork: false,
    userAgent: detectorById.kindle.userAgent,
  },
}

export const phoneSystems: readonly PhoneSystem[] = [android, iphone, windows, firefox, kindle]

/** The address that a name has in the Internet, where a phone knows it; undefined for every other name. */
export const internetAddress = (host: string): string | undefined =>
  phoneSystems
    .flatMap(({ rounds }) => rounds.flatMap(({ probes }) => probes))
    .flatMap((probe) => (probe.ask === 'name' ? [probe] : []))
    .find((probe) => probe.host === host.toLowerCase())?.expected

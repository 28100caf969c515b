/**
 * What systems ask when they have joined a network, one row for each question: phones, and others that meet a
 * portal (older versions, desktops). `systems.ts` says which phone asks what, and when.
 */
import * as judge from './judges'
import type { Answer, Judge } from './judges'

export interface Detector {
  system: string
  url: string
  userAgent: string
  judge: Judge
  /** What the real server says: a rule that calls this a portal is wrong. What is missing: 200, nothing. */
  real: Readonly<Partial<Answer>>
}

const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0'
const android14 = 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A.231105.004)'
const wispr = 'CaptiveNetworkSupport-481.60.2 wispr'
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15'
const linuxFirefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'
const kindle3 = 'Mozilla/5.0 (Linux; U; en-US) AppleWebKit/528.5+ Kindle/3.0+'
const ncsi = 'Microsoft NCSI'
const gnome = 'NetworkManager/1.46'

const text = { 'content-type': 'text/plain' }
const html = { 'content-type': 'text/html' }
const noContent = { status: 204 }
const appleSuccess = {
  headers: html,
  body: '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>',
}
const canonical =
  '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'
const nmOnline = 'NetworkManager is online'
const nmAnswer = { headers: text, body: `${nmOnline}\n` }
const nmEmpty = { status: 204, headers: { 'x-networkmanager-status': 'online' } }

/** Only host, path and query: all of them are asked over HTTP. */
type Row = [system: string, place: string, userAgent: string, judge: Judge, real: Partial<Answer>]

const rows = {
  android: [
    'Android',
    'connectivitycheck.gstatic.com/generate_204',
    android14,
    judge.android,
    noContent,
  ],
  androidFallback: [
    'Android, fallback',
    'play.googleapis.com/generate_204',
    android14,
    judge.android,
    noContent,
  ],
  androidOlder: [
    'Android, older',
    'clients3.google.com/generate_204',
    android14,
    judge.android,
    noContent,
  ],
  apple: ['iOS, macOS', 'captive.apple.com/hotspot-detect.html', wispr, judge.apple, appleSuccess],
  appleAgain: [
    'iOS, as browser',
    'captive.apple.com/hotspot-detect.html',
    safari,
    judge.apple,
    appleSuccess,
  ],
  windows: [
    'Windows 10 and 11',
    'www.msftconnecttest.com/connecttest.txt',
    ncsi,
    judge.windows('Microsoft Connect Test'),
    { headers: text, body: 'Microsoft Connect Test' },
  ],
  windowsOlder: [
    'Windows 7 and 8',
    'www.msftncsi.com/ncsi.txt',
    ncsi,
    judge.windows('Microsoft NCSI'),
    { headers: text, body: 'Microsoft NCSI' },
  ],
  firefox: [
    'Firefox',
    'detectportal.firefox.com/canonical.html',
    linuxFirefox,
    judge.firefox(canonical),
    { headers: html, body: canonical },
  ],
  firefoxText: [
    'Firefox, by text',
    'detectportal.firefox.com/success.txt?ipv4',
    linuxFirefox,
    judge.firefox('success\n'),
    { headers: text, body: 'success\n' },
  ],
  chromium: [
    'Chromium, ChromeOS',
    'www.gstatic.com/generate_204',
    phone,
    judge.chromium,
    noContent,
  ],
  gnome: [
    'NetworkManager, GNOME',
    'nmcheck.gnome.org/check_network_status.txt',
    gnome,
    judge.networkManager(nmOnline),
    nmAnswer,
  ],
  ubuntu: [
    'NetworkManager, Ubuntu',
    'connectivity-check.ubuntu.com/',
    gnome,
    judge.networkManager(''),
    nmEmpty,
  ],
  debian: [
    'NetworkManager, Debian',
    'network-test.debian.org/nm',
    gnome,
    judge.networkManager(nmOnline),
    nmAnswer,
  ],
  kindle: [
    'Kindle',
    'spectrum.s3.amazonaws.com/kindle-wifi/wifistub.html',
    kindle3,
    judge.kindle,
    { headers: html, body: `<html><body>${judge.kindleMark}</body></html>` },
  ],
} satisfies Record<string, Row>

export type DetectorId = keyof typeof rows

function detectorOf([system, place, userAgent, rule, real]: Row): Detector {
  return { system, url: `http://${place}`, userAgent, judge: rule, real }
}

export const detectorById = Object.fromEntries(
  Object.entries(rows).map(([id, row]) => [id, detectorOf(row)]),
) as Record<DetectorId, Detector>

export const detectors: readonly Detector[] = Object.values(detectorById)

/** An answer with what a table does not name: 200, no headers, no body, at once. */
export const answerOf = (known: Partial<Answer>): Answer => ({
  status: 200,
  headers: {},
  body: '',
  tookMs: 0,
  ...known,
})

/**
 * What the systems ask when they have joined a network, and the verdict each reaches from the answer:
 * its rules in a few lines, so that real answers can be judged. Sources: Android NetworkMonitor and
 * CaptivePortalProbeResult, Firefox captivedetect, Chromium CaptivePortalDetector, NetworkManager
 * nm-connectivity.c, Microsoft's NCSI documentation; iOS and Kindle as users report them.
 */

/** One HTTP answer, redirects not followed. */
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
  tookMs: number
}

/** `portal` opens the sign-in sheet; `online`: the Internet is there; `failed`: no use at all. */
export type Verdict = 'portal' | 'online' | 'failed'

export interface Detector {
  system: string
  url: string
  userAgent: string
  judge(answer: Answer): Verdict
  /** What the real server says: a rule that calls this a portal is wrong. */
  real: Partial<Answer>
}

const isRedirect = ({ status }: Answer) => status >= 300 && status < 400
const isAbsolute = (location = '') => /^https?:\/\/[^/]/.test(location)

/** Decided after three seconds; 204 is success, and so little content is no page to sign in on. */
function android({ status, headers, body, tookMs }: Answer): Verdict {
  if (tookMs > 3000) return 'failed'
  if (status === 204) return 'online'
  if (status < 200 || status > 399) return 'failed'
  if (status === 200 && (body.length === 0 || Number(headers['content-length']) <= 4)) {
    return 'failed'
  }
  if (status >= 300 && !isAbsolute(headers.location)) return 'failed'
  return 'portal'
}

/** The sheet shows what came, so an empty answer would be an empty sheet. */
function apple({ status, body }: Answer): Verdict {
  if (/\bSuccess\b/.test(body)) return 'online'
  return status < 400 && body.length > 0 ? 'portal' : 'failed'
}

/** A redirect opens the browser. */
const windows =
  (expected: string) =>
  (answer: Answer): Verdict => {
    if (answer.status === 200 && answer.body === expected) return 'online'
    return isRedirect(answer) && isAbsolute(answer.headers.location) ? 'portal' : 'failed'
  }

/** Anything but the expected text, wherever it comes from. */
const firefox =
  (expected: string) =>
  ({ status, body }: Answer): Verdict => {
    if (status === 200 && body === expected) return 'online'
    return status < 400 ? 'portal' : 'failed'
  }

function chromium({ status, headers }: Answer): Verdict {
  if (status === 204) return 'online'
  if (status === 200 && Number(headers['content-length'] ?? 1) === 0) return 'online'
  return status < 400 || status === 511 ? 'portal' : 'failed'
}

const networkManager =
  (expected: string) =>
  ({ status, headers, body }: Answer): Verdict => {
    if (headers['x-networkmanager-status'] === 'online') return 'online'
    if (status === 204 && expected === '') return 'online'
    if (status === 200 && expected !== '' && body.startsWith(expected)) return 'online'
    return status < 400 || status === 511 ? 'portal' : 'failed'
  }

/** Shows the page that it asked for, and follows nothing. */
function kindle({ status, body }: Answer): Verdict {
  if (/81ce4465-7167-4dcb-835b-dcc9e44c112a/.test(body)) return 'online'
  return status === 200 && /<form/.test(body) ? 'portal' : 'failed'
}

const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0'
const android14 = 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A.231105.004)'
const wispr = 'CaptiveNetworkSupport-481.60.2 wispr'
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15'
const appleSuccess = '<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>'
const canonical =
  '<meta http-equiv="refresh" content="0;url=https://support.mozilla.org/kb/captive-portal"/>'
const nmOnline = 'NetworkManager is online'

type Row = [string, string, string, Detector['judge'], Partial<Answer>]

const rows: Row[] = [
  ['Android', 'connectivitycheck.gstatic.com/generate_204', android14, android, { status: 204 }],
  ['Android, fallback', 'play.googleapis.com/generate_204', android14, android, { status: 204 }],
  ['Android, older', 'clients3.google.com/generate_204', android14, android, { status: 204 }],
  ['iOS, macOS', 'captive.apple.com/hotspot-detect.html', wispr, apple, { body: appleSuccess }],
  [
    'iOS, as browser',
    'captive.apple.com/hotspot-detect.html',
    safari,
    apple,
    { body: appleSuccess },
  ],
  [
    'Windows 10 and 11',
    'www.msftconnecttest.com/connecttest.txt',
    'Microsoft NCSI',
    windows('Microsoft Connect Test'),
    { body: 'Microsoft Connect Test' },
  ],
  [
    'Windows 7 and 8',
    'www.msftncsi.com/ncsi.txt',
    'Microsoft NCSI',
    windows('Microsoft NCSI'),
    { body: 'Microsoft NCSI' },
  ],
  [
    'Firefox',
    'detectportal.firefox.com/canonical.html',
    'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
    firefox(canonical),
    { body: canonical },
  ],
  [
    'Firefox, by text',
    'detectportal.firefox.com/success.txt?ipv4',
    'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
    firefox('success\n'),
    { body: 'success\n' },
  ],
  ['Chromium, ChromeOS', 'www.gstatic.com/generate_204', phone, chromium, { status: 204 }],
  [
    'NetworkManager, GNOME',
    'nmcheck.gnome.org/check_network_status.txt',
    'NetworkManager/1.46',
    networkManager(nmOnline),
    { body: `${nmOnline}\n` },
  ],
  [
    'NetworkManager, Ubuntu',
    'connectivity-check.ubuntu.com/',
    'NetworkManager/1.46',
    networkManager(''),
    { status: 204, headers: { 'x-networkmanager-status': 'online' } },
  ],
  [
    'NetworkManager, Debian',
    'network-test.debian.org/nm',
    'NetworkManager/1.46',
    networkManager(nmOnline),
    { body: `${nmOnline}\n` },
  ],
  [
    'Kindle',
    'spectrum.s3.amazonaws.com/kindle-wifi/wifistub.html',
    'Mozilla/5.0 (Linux; U; en-US) AppleWebKit/528.5+ Kindle/3.0+',
    kindle,
    { body: '81ce4465-7167-4dcb-835b-dcc9e44c112a' },
  ],
]

export const detectors: Detector[] = rows.map(([system, place, userAgent, judge, real]) => ({
  system,
  url: `http://${place}`,
  userAgent,
  judge,
  real,
}))

/** An answer with what a table does not name: 200, no headers, no body, at once. */
export const answerOf = (known: Partial<Answer>): Answer => ({
  status: 200,
  headers: {},
  body: '',
  tookMs: 0,
  ...known,
})

/**
 * Whether a line of Python may hold a secret: then it is not kept. Rather a harmless line too many than a
 * password. Pure.
 */
const names =
  /pass(?:w|phrase|code|key)|pass_?\w*\s*[=:,'"]|pwd|\bpw\b|psk|secret|token|credential|api_?key|(?:^|[^a-z])key\s*[=:,'"]|\bauth|bearer|kennwort|wachtwoord|contrase|\bsenha\b|mot_?de_?passe/i
/** `wlan.connect('name', 'password')`, `do_connect(…)`, in whatever order, with variables, too. */
const calls = /(?:connect|config|login|set_auth|mqtt|wifi|wlan)\w*\s*\([^)]*[,=]/i
/** With a text beside them. */
const networks = /connect|login|mqtt|wi_?fi|wlan|ssid/i
/** `http://me:password@host/` */
const addresses = /:\/\/[^/\s]*@/
/** `p = '…'`: no name tells surely what a text is. The second line of a tuple may begin with one. */
const lonelyTexts = /(?:^|[^=!<>])=\s*\(?\s*[rbuf]{0,2}['"]|^\s*[rbuf]{0,2}['"]/i
const texts = /(["'])(?:\\.|(?!\1).)*\1/g
/** Keys and hashes. */
const digits = /[0-9a-f]{16,}|[A-Za-z0-9+/_-]{32,}/i

/** True where it may. */
export const mayHoldSecret = (line: string): boolean =>
  [names, calls, addresses, lonelyTexts, digits].some((kind) => kind.test(line)) ||
  textsIn(line) > 1 ||
  (networks.test(line) && /['"]/.test(line))

/** Two may be a name and its password, whatever is called with them. */
const textsIn = (line: string): number => line.match(texts)?.length ?? 0

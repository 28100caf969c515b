/**
 * Whether a line of Python may hold a secret: then it is not kept. Rather a harmless line too many than a
 * password. Pure.
 */
const names =
  /pass(?:w|phrase|code|key)|pass_?\w*\s*[=:,'"]|pwd|\bpw\b|psk|secret|token|credential|api_?key|(?:^|[^a-z])key\s*[=:,'"]|\bauth|bearer|kennwort|wachtwoord|contrase|\bsenha\b|mot_?de_?passe/i
/** `wlan.connect('name', 'password')`, in whatever order, with variables, too. */
const calls = /\b(?:connect|config|login|set_auth)\s*\([^)]*[,=]/i
/** Keys and hashes. */
const digits = /[0-9a-f]{16,}|[A-Za-z0-9+/_-]{32,}/i

/** True where it may. */
export const mayHoldSecret = (line: string): boolean =>
  names.test(line) || calls.test(line) || digits.test(line)

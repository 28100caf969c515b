/** A password for a board's set-up network that people can read off a label and type on a phone. */

/** Small letters and digits, without those that look alike in print: 0 and o, 1, i and l. */
const characters = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 12
/** Digits between letters: others, such as 22december23 or 23456789e234, a spreadsheet shows as a date or number. */
const isNeverValue = /[a-z][2-9]+[a-z]/
/** Above it, the first characters would come more often than the others. */
const fairBelow = 256 - (256 % characters.length)

type Random = (bytes: Uint8Array<ArrayBuffer>) => void

/**
 * 12 characters, 59 bits of chance. Spreadsheets leave it as it is.
 * @param random fills what it is given with random bytes
 */
export function newPassword(random: Random = (bytes) => crypto.getRandomValues(bytes)): string {
  for (;;) {
    const password = drawn(random)
    if (isNeverValue.test(password)) return password
  }
}

function drawn(random: Random): string {
  let password = ''
  const bytes = new Uint8Array(32)
  while (password.length < length) {
    random(bytes)
    for (const byte of bytes) if (byte < fairBelow) password += characters[byte % characters.length]
  }
  return password.slice(0, length)
}

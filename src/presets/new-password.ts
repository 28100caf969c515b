/** A password for a board's set-up network that people can read off a label and type on a phone. */

/** Small letters and digits, without those that look alike in print: 0 and o, 1, i and l. */
const characters = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 12
/** Above it, the first characters would come more often than the others. */
const fairBelow = 256 - (256 % characters.length)

/**
 * 12 characters, 59 bits of chance.
 * @param random fills what it is given with random bytes
 */
export function newPassword(
  random: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes),
): string {
  let password = ''
  const bytes = new Uint8Array(32)
  while (password.length < length) {
    random(bytes)
    for (const byte of bytes) if (byte < fairBelow) password += characters[byte % characters.length]
  }
  return password.slice(0, length)
}

/**
 * What a board may print after a password was sent to it: a board that has left the portal meanwhile, and stands at a
 * prompt, repeats what it is sent, at once or when it gets to it. While an attempt is under way, and some seconds
 * after it, nothing may pass; after that, no line that has the password in it.
 */
import { delay } from '../../async/deadline'
import { toHex } from '../../bytes/hex'

/** A program that is interrupted ends when its scan does, two seconds later, or after a name was looked up. */
const lingerMs = 5000
/** No network has a shorter one, and a short word is in many lines. */
const shortestBytes = 8

export class PasswordGuard {
  #isOn = false
  #isInUse = false
  #lifting: AbortController | undefined
  #over = Promise.resolve()
  readonly #secrets: Uint8Array[] = []

  /** Nothing may pass. */
  get isOn(): boolean {
    return this.#isOn
  }

  /** A password was sent: what passes has to be asked for, line by line. */
  get isInUse(): boolean {
    return this.#isInUse
  }

  /** Before the password goes. */
  begin(password: Uint8Array): void {
    this.#lifting?.abort()
    this.#isOn = this.#isInUse = true
    if (password.length >= shortestBytes) this.#secrets.push(password)
  }

  /** The board has taken the password. */
  lift(): void {
    this.#lifting?.abort()
    this.#isOn = false
  }

  /** Nobody knows what the board makes of the password: it is still guarded for some seconds. */
  liftLater(): void {
    this.#lifting?.abort()
    this.#lifting = new AbortController()
    const late = delay(lingerMs, this.#lifting)
    this.#over = late.then(
      () => void (this.#isOn = false),
      () => undefined,
    )
  }

  /** Resolves when the seconds after the last attempt are over. */
  get over(): Promise<void> {
    return this.#over
  }

  /** @param line  without its end */
  allows(line: string): boolean {
    if (this.#isOn) return false
    const views = [line, unescaped(line)]
    const spellings = this.#secrets.flatMap(spellingsOf)
    return (
      !views.some((view) => spellings.some((secret) => view.includes(secret))) &&
      !this.#hasHex(line)
    )
  }

  #hasHex(line: string): boolean {
    const small = line.toLowerCase()
    return this.#secrets.some((secret) => small.includes(toHex(secret)))
  }
}

/** As text, and as Python's `bytes` show it: one character for a byte. */
const spellingsOf = (secret: Uint8Array): string[] => [
  new TextDecoder().decode(secret),
  String.fromCharCode(...secret),
]

/** Without the escapes of Python's `repr`. */
const unescaped = (line: string): string =>
  line.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (_, digits?: string, short?: string) =>
    digits ? String.fromCharCode(parseInt(digits, 16)) : (short ?? ''),
  )

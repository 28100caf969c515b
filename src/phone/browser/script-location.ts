/**
 * A page in our frame is at `about:srcdoc`, and `location` cannot be replaced. So that a page finds out where it
 * would be, and can go elsewhere, the word `location` in its scripts becomes the name of a look-alike.
 */

/** A global variable of the frame's own script (phone-frame/location.ts). */
export const locationName = '$phoneLocation'

/** `window.location` is the same as `location`; `data.location` is somebody's own. */
const owners = ['window', 'self', 'document', 'globalThis']
/** After these words a slash begins a regular expression. */
const beforeExpression = ['return', 'typeof', 'case', 'in', 'of', 'void', 'delete', 'do', 'else']
const word = /[\w$]+/y
/** Template strings within template strings. */
const maxDepth = 3

/**
 * In one pass, because the script is a stranger's: what is unclosed ends with its line or with the script.
 * @param script JavaScript, or an attribute that holds some
 */
export function withLocation(script: string, depth = 0): string {
  if (depth > maxDepth || !script.includes('location')) return script
  return new LocationScanner(script, depth).run()
}

class LocationScanner {
  private at = 0
  private copied = 0
  private result = ''
  /** The last ones before `at`, the nearest first: words and single characters. */
  private before: string[] = []

  constructor(
    private readonly script: string,
    private readonly depth: number,
  ) {}

  run(): string {
    while (this.at < this.script.length) this.step()
    return this.result + this.script.slice(this.copied)
  }

  private step(): void {
    const { script, at } = this
    const character = script.charAt(at)
    if (/\s/.test(character)) this.at++
    else if (/[\w$]/.test(character)) this.word()
    else if (character === '"' || character === "'") this.skipTo(this.endOfText(character))
    else if (character === '`') this.template()
    else if (script.startsWith('//', at)) this.at = this.find('\n')
    else if (script.startsWith('/*', at)) this.at = this.find('*/', at + 2) + 2
    else if (character === '/' && this.expectsExpression()) this.skipTo(this.endOfText('/'))
    else this.seen(character, at + 1)
  }

  private word(): void {
    word.lastIndex = this.at
    const found = word.exec(this.script)?.[0] ?? ''
    const end = this.at + found.length
    if (found === 'location' && this.isName(end)) this.replace(this.at, end, locationName)
    this.seen(found, end)
  }

  private isName(end: number): boolean {
    const [last, second, third = '', fourth] = this.before
    if (last === '.' && second !== '.') {
      // `window.location`, `window?.location`, but not `x.window.location`
      return second === '?'
        ? owners.includes(third) && fourth !== '.'
        : owners.includes(second ?? '') && third !== '.'
    }
    // `{ location: … }` is a key, unless it is the middle of `a ? location : b`
    return last === '?' || !/^\s{0,50}:/.test(this.script.slice(end, end + 51))
  }

  private expectsExpression(): boolean {
    const [last] = this.before
    if (last === undefined || beforeExpression.includes(last)) return true
    return !/[\w$)\]}"'`]$/.test(last)
  }

  /** The end of a string or regular expression that begins here: after its quote, or at the end of the line. */
  private endOfText(quote: string): number {
    let isInClass = false
    for (let i = this.at + 1; i < this.script.length; i++) {
      const character = this.script.charAt(i)
      if (character === '\\') i++
      else if (character === '\n') return i
      else if (quote === '/' && character === '[') isInClass = true
      else if (character === ']') isInClass = false
      else if (character === quote && !isInClass) return i + 1
    }
    return this.script.length
  }

  private template(): void {
    for (this.at++; this.at < this.script.length; this.at++) {
      const character = this.script.charAt(this.at)
      if (character === '\\') this.at++
      else if (character === '`') return this.seen('`', this.at + 1)
      else if (this.script.startsWith('${', this.at)) this.hole()
    }
  }

  private hole(): void {
    const start = this.at + 2
    const end = this.find('}')
    this.replace(start, end, withLocation(this.script.slice(start, end), this.depth + 1))
    this.at = end
  }

  private skipTo(end: number): void {
    this.seen("'", end)
  }

  private seen(token: string, end: number): void {
    this.before = [token, ...this.before.slice(0, 3)]
    this.at = end
  }

  private replace(start: number, end: number, text: string): void {
    this.result += this.script.slice(this.copied, start) + text
    this.copied = end
  }

  private find(text: string, from = this.at): number {
    const found = this.script.indexOf(text, from)
    return found < 0 ? this.script.length : found
  }
}

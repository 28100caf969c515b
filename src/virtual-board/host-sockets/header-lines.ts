/**
 * Rewrites the values of chosen header lines in a stream that carries one HTTP message. All other bytes pass
 * unchanged and at once; only the start of a line that may be one of those is held back.
 */

/** Takes the next bytes of a stream; returns those that can go on now. */
export type ByteFilter = (bytes: Uint8Array) => Uint8Array

export const unchanged: ByteFilter = (bytes) => bytes

/** Gets a header's value without spaces around it; returns the new value. */
export type Rewrite = (value: string) => string

/** A longer line passes unchanged. */
const longestLine = 1024
const newline = 10

/** @param rules  by name of the header in lower case */
export function headerLines(rules: Readonly<Record<string, Rewrite>>): ByteFilter {
  const names = Object.keys(rules).map((name) => `${name}:`)
  let held = ''
  let where: 'start of a line' | 'other line' | 'body' = 'start of a line'

  const mayMatch = () => {
    if (held.length > longestLine) return false
    const lower = held.toLowerCase()
    return names.some((name) => lower.startsWith(name) || name.startsWith(lower))
  }

  const release = () => {
    const line = held
    held = ''
    return line
  }

  const endOfLine = () => {
    const line = release()
    if (line === '\n' || line === '\r\n') where = 'body'
    return rewriteLine(line, rules)
  }

  const take = (character: string): string => {
    if (where === 'start of a line') {
      held += character
      if (character === '\n') return endOfLine()
      if (held === '\r' || mayMatch()) return ''
      where = 'other line'
      return release()
    }
    if (where === 'other line' && character === '\n') where = 'start of a line'
    return character
  }

  return (bytes) => {
    if (where === 'other line' && !bytes.includes(newline)) return bytes
    if (where === 'body') return bytes
    const text = Buffer.from(bytes).toString('latin1')
    return Buffer.from([...text].map(take).join(''), 'latin1')
  }
}

function rewriteLine(line: string, rules: Readonly<Record<string, Rewrite>>): string {
  const [, name = '', gap = '', value = '', end = ''] =
    /^([^:]*):([ \t]*)(.*?)([ \t]*\r?\n)$/s.exec(line) ?? []
  const rewrite = rules[name.toLowerCase()]
  return rewrite ? `${name}:${gap}${rewrite(value)}${end}` : line
}

/**
 * Rewrites header lines of an HTTP message while it passes: byte for byte otherwise, and holding back
 * nothing but a line that may be meant. Knows nothing of what the lines say.
 */

/** Takes the next bytes of a stream; gives what can go on now. */
export type ByteFilter = (bytes: Uint8Array) => Uint8Array

export const unchanged: ByteFilter = (bytes) => bytes

/** Gets a header's value without spaces around it; gives the new value. */
export type Rewrite = (value: string) => string

/** No line that is to be rewritten is longer. */
const longestLine = 1024
const newline = 10

/** @param rules  by lower-case name of the header */
export function headerLines(rules: Readonly<Record<string, Rewrite>>): ByteFilter {
  const names = Object.keys(rules).map((name) => `${name}:`)
  let held = ''
  let where: 'start of a line' | 'other line' | 'body' = 'start of a line'

  const mayBeMeant = () => {
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
      if (held === '\r' || mayBeMeant()) return ''
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

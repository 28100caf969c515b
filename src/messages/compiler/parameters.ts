/** What a message asks for, as a TypeScript type: read from its ICU MessageFormat syntax. */
import { parse, type Token } from '@messageformat/parser'

/**
 * @param text one message in ICU MessageFormat
 * @returns each parameter with its TypeScript type, in order of first use: what is counted or
 *   formatted as a number is a `number`, what is selected by is one of its cases, the rest are strings
 * @throws {Error} the parser's, with line and column, if the syntax is wrong; and for ordinals
 */
export function parametersOf(text: string): Map<string, string> {
  const found = new Map<string, string>()
  collect(parse(text, { strict: true }), found)
  return found
}

function collect(tokens: readonly Token[], found: Map<string, string>): void {
  for (const token of tokens) {
    if (token.type === 'content' || token.type === 'octothorpe') continue
    if (!found.has(token.arg)) found.set(token.arg, typeOf(token))
    if ('cases' in token) for (const one of token.cases) collect(one.tokens, found)
  }
}

function typeOf(token: Exclude<Token, { type: 'content' | 'octothorpe' }>): string {
  switch (token.type) {
    case 'argument':
      return 'string'
    case 'select':
      return token.cases.map(({ key }) => (key === 'other' ? 'string' : `'${key}'`)).join(' | ')
    case 'function':
      return token.key === 'number' ? 'number' : 'Date'
    case 'selectordinal':
      throw new Error('A message with ordinals: plural-rules.ts knows none.')
    default:
      return 'number'
  }
}

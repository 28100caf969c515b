/**
 * What is recognised as private by its form, whoever wrote it: MAC addresses, names and passwords in
 * the lines of portal and REPL, long hexadecimal values. Text is one character per byte. Pure.
 */
import type { CoveredAs } from './covered-words'
import type { Range, Secret } from './known-secrets'

export interface PatternOptions {
  /** Network names and whole MAC addresses may stay; passwords never. */
  names: boolean
}

/** Which part of a match is covered: by default the whole. */
interface Pattern {
  form: RegExp
  label: CoveredAs
  part?: number
  /** Stays if names may stay. */
  name?: true
}

const patterns: Pattern[] = [
  // Passwords and the like, in whatever notation, to the end of the line.
  {
    form: /(?<![a-z])(?:pass(?:word|wd|phrase|wort|code)?|passwd|pwd|psk|key|secret|token|pin|credentials?)(?![a-z])["']?[ \t]*(?:[:=,]|is\b)>?([^\r\n]+)/dgi,
    label: 'secret',
    part: 1,
  },
  // More digits than a MAC address has: hashes, keys, the portal's credentials.
  { form: /(?<![0-9a-z])[0-9a-f]{13,}(?![0-9a-z])/gi, label: 'hex digits' },
  // The vendor's half of a MAC address stays.
  {
    form: /(?<![0-9a-f])(?:[0-9a-f]{2}([:\-., _]))(?:[0-9a-f]{2}\1){2}((?:[0-9a-f]{2}\1){2}[0-9a-f]{2})(?![0-9a-f])/dgi,
    label: 'MAC',
    part: 2,
    name: true,
  },
  {
    form: /(?<![0-9a-f])[0-9a-f]{4}[.:-][0-9a-f]{2}([0-9a-f]{2}[.:-][0-9a-f]{4})(?![0-9a-f])/dgi,
    label: 'MAC',
    part: 1,
    name: true,
  },
  {
    form: /(?<![0-9a-f])[0-9a-f]{6}[-:. ]?([0-9a-f]{6})(?![0-9a-f])/dgi,
    label: 'MAC',
    part: 1,
    name: true,
  },
  // ESP8266-424442, MicroPython-424442, ESP_424442: the usual names end in the board's half.
  {
    form: /(?<![a-z0-9])[a-z][a-z0-9]{1,23}[-_]([0-9a-f]{6})(?![0-9a-z])/dgi,
    label: 'MAC',
    part: 1,
    name: true,
  },
  // Names of networks, in the words of portal and programs: from the first quote to the last.
  {
    form: /(?:e?ssids?|access points?|networks?|wi-?fi|connect(?:ed|ing)?(?: to)?)\b[^\r\n'"]{0,24}?(b?(['"])[^\r\n]*\2)/dgi,
    label: 'name',
    part: 1,
    name: true,
  },
  { form: /e?ssid["']?[ \t]*[:=][ \t]*([^\s'"][^\r\n]*)/dgi, label: 'name', part: 1, name: true },
  // Python shows bytes for names of networks in the air and for addresses.
  { form: /\bb'(?:\\.|[^'\\\r\n])*'|\bb"(?:\\.|[^"\\\r\n])*"/g, label: 'bytes', name: true },
]

export function findPatterns(text: string, { names }: PatternOptions): Range[] {
  return patterns
    .filter((pattern) => !(names && pattern.name))
    .flatMap(({ form, label, part = 0 }) =>
      [...text.matchAll(form)].map((match) => {
        const [from, to] = match.indices?.[part] ?? [match.index, match.index + match[0].length]
        return { from, to, label }
      }),
    )
}

const literal = /(['"])((?:\\.|(?!\1)[^\\\r\n])*)(\1|(?=[\r\n])|$)/g
const promptLine = /(?:>>> |\.\.\. |=== )[^\r\n]*/g
const anyLine = /[^\r\n]+/g
/** Cursor keys and corrections: what stands in such a line is not what was meant. */
// eslint-disable-next-line no-control-regex
const editing = /[\x08\x1b\x7f]/

/** What a person typed at the prompt between quotes, sent or echoed: nobody knows what it was. */
export function findTyped(text: string, direction: 'in' | 'out'): Range[] {
  const lines = [...text.matchAll(direction === 'out' ? anyLine : promptLine)]
  return lines.flatMap((line): Range[] => {
    const [from, to] = [line.index, line.index + line[0].length]
    if (editing.test(line[0])) return [{ from, to, label: 'edited line' }]
    return [...line[0].matchAll(literal)]
      .filter((match) => match[2] && !harmless.includes(match[2]))
      .map((match) => {
        const start = from + match.index + 1
        return { from: start, to: start + match[2]!.length, label: 'typed' }
      })
  })
}

const harmless = ['boot.py', 'main.py', '/boot.py', '/main.py', '.', '/']
const shortestToLookFor = 3

/** The same values, to be found wherever else they went. */
export const typedSecrets = (text: string, ranges: readonly Range[]): Secret[] =>
  ranges
    .filter(({ label }) => label === 'typed')
    .map(({ from, to }) => ({ value: text.slice(from, to), label: 'typed' as const }))
    .filter(({ value }) => value.length >= shortestToLookFor)

/**
 * Names by pattern, for many boards: `lamp-{n}`, `lamp-{n:02}` with leading zeros, `{mac}` for the last six digits
 * of the board's MAC address. The same text names the access point and, with what no hostname may have replaced,
 * the board in the network.
 */
import * as v from 'valibot'
import { fieldSchemas } from '../../presets/schema'

export interface BoardNames {
  accessPoint: string
  /** Empty where nothing of the name can stand in a hostname. */
  hostname: string
}

export type PatternProblem =
  | { why: 'empty' }
  /** Every board would have the same name. */
  | { why: 'same' }
  /** Braces with something else in them, or without a partner. */
  | { why: 'placeholder'; text: string }
  /** The longest of the names is not 1 to 32 bytes of UTF-8, or has characters that nobody sees. */
  | { why: 'name'; name: string }
  /** None of its characters can stand in a hostname. */
  | { why: 'hostname'; name: string }
  /** So long that a hostname loses what tells boards apart. */
  | { why: 'alike' }

/** As long as a pattern may be, in UTF-16 units. */
export const longestPattern = 64
/** Numbers go from 0 on. */
export const highestNumber = 99_999
const longestHostname = 32

type Part = { text: string } | { digits: number } | { mac: true }

const placeholder = /\{(n|mac|n:0?([1-6]))\}/g

/** The name of one board. @param mac "18:fe:34:42:44:42" */
export function namesFor(pattern: string, number: number, mac: string): BoardNames {
  const accessPoint = partsOf(pattern)
    .map((part) => {
      if ('text' in part) return part.text
      return 'mac' in part ? macDigits(mac) : String(number).padStart(part.digits, '0')
    })
    .join('')
  return { accessPoint, hostname: hostnameOf(accessPoint) }
}

/** "424442": those that the portal's own name has, too. */
const macDigits = (mac: string): string => mac.slice(-8).replaceAll(':', '').toLowerCase()

/** @returns undefined if every board from `start` on gets a name that it can have */
export function patternProblem(
  pattern: string,
  start: number,
  boards: number,
): PatternProblem | undefined {
  if (pattern.trim() === '') return { why: 'empty' }
  const parts = partsOf(pattern)
  const odd = parts.find((part) => 'text' in part && /[{}]/.test(part.text))
  if (odd && 'text' in odd) return { why: 'placeholder', text: odd.text }
  if (parts.every((part) => 'text' in part)) return { why: 'same' }
  // The longest number; every MAC address is as long as another.
  const last = Math.min(start + boards - 1, highestNumber)
  const { accessPoint, hostname } = namesFor(pattern, last, 'ff:ff:ff:ff:ff:ff')
  if (!v.is(fieldSchemas.accessPointName, accessPoint)) return { why: 'name', name: accessPoint }
  if (hostname === '') return { why: 'hostname', name: accessPoint }
  return areDistinct(pattern, start, last) ? undefined : { why: 'alike' }
}

/** Whether every board has a hostname of its own, by its number or else by its MAC address. */
function areDistinct(pattern: string, first: number, last: number): boolean {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const byNumber = numbers.map((number) => namesFor(pattern, number, 'ff:ff:ff:ff:ff:ff').hostname)
  return (
    areAllDifferent(byNumber) ||
    // The longest number leaves the least room.
    areAllDifferent(oneDigitApart.map((mac) => namesFor(pattern, last, mac).hostname))
  )
}

/** Addresses that differ from the first in one of the last six digits each. */
const oneDigitApart = ['ffffff', '0fffff', 'f0ffff', 'ff0fff', 'fff0ff', 'ffff0f', 'fffff0'].map(
  (digits) => `ff:ff:ff:${digits.match(/../g)?.join(':')}`,
)

const areAllDifferent = (names: readonly string[]): boolean => new Set(names).size === names.length

function partsOf(pattern: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const match of pattern.matchAll(placeholder)) {
    if (match.index > at) parts.push({ text: pattern.slice(at, match.index) })
    parts.push(match[1] === 'mac' ? { mac: true } : { digits: Number(match[2] ?? 1) })
    at = match.index + match[0].length
  }
  if (at < pattern.length) parts.push({ text: pattern.slice(at) })
  return parts
}

/**
 * A label of RFC 1123: letters, digits and hyphens, at most 32. A long one loses its middle, so that what tells
 * boards apart, at either end, stays.
 */
function hostnameOf(name: string): string {
  const plain = name
    .replace(/[ßæœøłđð]/giu, (letter) => plainLetters[letter.toLowerCase()] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
  const label = trimmed(plain.replace(/[^a-zA-Z0-9]+/g, '-'))
  if (label.length <= longestHostname) return label
  const half = (longestHostname - 1) / 2
  return trimmed(`${label.slice(0, Math.floor(half))}-${label.slice(-Math.ceil(half))}`)
}

/** Letters that are no other letter with a mark. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
}

const trimmed = (label: string): string => label.replace(/^-+|-+$/g, '')

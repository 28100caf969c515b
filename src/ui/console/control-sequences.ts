/**
 * Which control sequences a board's console needs, and how far each may reach. The sequences are those of
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html. Pure.
 */

export interface ScreenSize {
  rows: number
  columns: number
}

/** Cursor saved and restored, line feeds, tab stop, keypad. */
const escapes = new Set('78DEMH=>')

/** Soft reset, cursor home, clear the screen. */
const softReset = '\x1b[!p\x1b[H\x1b[2J'

/**
 * What may follow from ESC and one character: itself, nothing, or for a full reset (`c`) one that leaves
 * the scrollback, which is the person's log.
 */
export function boundedEscape(finalByte: number): string {
  const final = String.fromCharCode(finalByte)
  if (final === 'c') return softReset
  return escapes.has(final) ? `\x1b${final}` : ''
}

/** Sequences whose count the terminal works off one by one, and what more of them could not change. */
const counted: Record<string, keyof ScreenSize> = {
  L: 'rows',
  M: 'rows',
  S: 'rows',
  T: 'rows',
  '@': 'columns',
  P: 'columns',
  X: 'columns',
  I: 'columns',
  Z: 'columns',
  b: 'columns',
}

/** Cursor movement and position, erasing, tab clear, margins, save and restore. */
const placed = new Set('ABCDEFGHJK`adefgrsu')

/** No screen has a larger row or column; the terminal clamps to its own. */
const mostPlace = 9999

/** Insert mode and line-feed mode. */
const plainModes = new Set([4, 20])

/** Cursor keys, origin, wrap-around, blinking and visible cursor, reverse wrap-around. */
const privateModes = new Set([1, 6, 7, 12, 25, 45])

export const isAllowedPrivateMode = (mode: number): boolean => privateModes.has(mode)

/** More than this console ever shows; for where its size is not known. */
const mostOnScreen: ScreenSize = { rows: 100, columns: 500 }

/** True for a count that would keep the terminal busy for nothing. */
export function isExcessiveCount(final: string, count: number): boolean {
  const side = counted[final]
  return side !== undefined && count > mostOnScreen[side]
}

/** All counted sequences, by their final character. */
export const countedFinals = Object.keys(counted)

/**
 * @param sequence what stands between `ESC [` and the final byte
 * @param afterText the character before was ASCII; only such a one may be repeated (`b`), because one
 *   with a thousand accents on it would come back a thousand times
 * @returns the sequence with bounded numbers; undefined if it is dropped
 */
export function boundedSequence(
  sequence: string,
  finalByte: number,
  size: ScreenSize,
  afterText: boolean,
): string | undefined {
  const final = String.fromCharCode(finalByte)
  if (final === 'm') return /^[\d;:]*$/.test(sequence) ? clamped(sequence, mostPlace) : undefined
  if (final === 'q') return /^\d? $/.test(sequence) ? sequence : undefined
  if (final === 'p') return sequence === '!' ? sequence : undefined
  if (final === 'h' || final === 'l') return modes(sequence)
  if (/^\?\d?$/.test(sequence) && (final === 'J' || final === 'K')) return sequence
  if (!/^[\d;]*$/.test(sequence) || (final === 'b' && !afterText)) return undefined
  const side = counted[final]
  if (side) return clamped(sequence, size[side])
  return placed.has(final) ? clamped(sequence, mostPlace) : undefined
}

const clamped = (sequence: string, most: number) =>
  sequence.replace(/\d+/g, (digits) => String(Math.min(Number(digits), most)))

/** Only the modes that are allowed; nothing if none of them is. */
function modes(sequence: string): string | undefined {
  const [, prefix = '', list = ''] = /^(\??)([\d;]*)$/.exec(sequence) ?? []
  const allowed = prefix ? privateModes : plainModes
  const kept = list.split(';').filter((mode) => mode !== '' && allowed.has(Number(mode)))
  return kept.length > 0 ? prefix + kept.join(';') : undefined
}

/**
 * The CPU's exceptions by their numbers, as the SDK prints them: "Fatal exception 28(LoadProhibitedCause):".
 * Source: EXCCAUSE in the Xtensa Instruction Set Architecture reference; Espressif's "Fatal exceptions".
 */
export type ExceptionKind =
  /** Code that is none: a damaged image, or a jump into nothing. */
  | 'illegal-instruction'
  /** Memory that cannot be read as code, or not as that. */
  | 'bad-memory'
  | 'divide-by-zero'
  /** An address that is not a multiple of the size that is read. */
  | 'unaligned'
  /** Reading at an address where nothing is. */
  | 'bad-read'
  /** Writing at such an address. */
  | 'bad-write'
  | 'other'

const kinds: Record<number, ExceptionKind> = {
  0: 'illegal-instruction',
  2: 'bad-memory',
  3: 'bad-memory',
  6: 'divide-by-zero',
  9: 'unaligned',
  20: 'bad-memory',
  28: 'bad-read',
  29: 'bad-write',
}

export const exceptionKind = (cause: number): ExceptionKind => kinds[cause] ?? 'other'

/**
 * Random choices that come back with their seed: a failed case is named by one number, and that
 * number alone runs it again (SEED=17).
 */

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    /** 0 to `end` - 1. */
    below,
    pick: <T>(choices: readonly T[]): T => choices[below(choices.length)]!,
    bytes: (sizeBytes: number) => Uint8Array.from({ length: sizeBytes }, () => below(256)),
  }
}

export type Random = ReturnType<typeof randomFrom>

/** 1 to `count`, or the one that SEED names. */
export function seeds(count: number): number[] {
  if (process.env.SEED) return [Number(process.env.SEED)]
  return Array.from({ length: count }, (_, index) => index + 1)
}

/** A run of everything (`npm test` gives it FC_SEED) takes one of three parts; CASES=all takes all of them. */
const parts = 3
const isPartOfRun = process.env.FC_SEED && process.env.CASES !== 'all'
const part = isPartOfRun ? Number(process.env.FC_SEED) % parts : undefined

/**
 * The same as `seeds`, but a run of everything takes a third of them, another third the next time: for cases of which
 * each takes long. Neighbours stay together, because tests make the kind of a case from its remainder.
 */
export function rotatedSeeds(count: number): number[] {
  const all = seeds(count)
  if (part === undefined || all.length < parts) return all
  const cut = (at: number) => Math.round((at * all.length) / parts)
  return all.slice(cut(part), cut(part + 1))
}

/** Of a run of everything: `count` of the choices, others with another FC_SEED. */
export function rotated<T>(choices: readonly T[], count: number): readonly T[] {
  if (!isPartOfRun) return choices
  const start = Number(process.env.FC_SEED) % choices.length
  return choices.map((_, at) => choices[(start + at) % choices.length]!).slice(0, count)
}

/** How many of `count` cases that are drawn anew in each run a run of everything draws: a third, at least one. */
export const casesOfRun = (count: number): number =>
  part === undefined ? count : Math.ceil(count / parts)

/** Runs `check` for every one of `rotatedSeeds`; an error says which seed failed and after which mutation. */
export function forEachSeed(count: number, check: (random: Random, note: Note) => void): void {
  for (const seed of rotatedSeeds(count)) {
    const said: string[] = []
    try {
      check(randomFrom(seed), (what) => void said.push(what))
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`SEED=${seed} (${said.join(', ')}): ${message}`, { cause })
    }
  }
}

/** What a case does to its input, for the message if it fails. */
export type Note = (what: string) => void

/**
 * Random choices that come back with their seed: a failed case is named by one number, and that
 * number alone runs it again (SEED=17).
 */
import { part, parts } from './turns'

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

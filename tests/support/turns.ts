/**
 * Cases that take long take turns: a run of everything (`npm test` gives it FC_SEED) takes one of three parts;
 * CASES=all takes all of them.
 */
export const parts = 3
const isPartOfRun = process.env.FC_SEED && process.env.CASES !== 'all'
/** Which of the parts this run takes; undefined: all. */
export const part = isPartOfRun ? Number(process.env.FC_SEED) % parts : undefined

/** Of a run of everything: `count` of the choices, others with another FC_SEED. */
export function rotated<T>(choices: readonly T[], count: number): readonly T[] {
  if (!isPartOfRun) return choices
  const start = Number(process.env.FC_SEED) % choices.length
  return choices.map((_, at) => choices[(start + at) % choices.length]!).slice(0, count)
}

/** How many of `count` cases that are drawn anew in each run a run of everything draws: a third, at least one. */
export const casesOfRun = (count: number): number =>
  part === undefined ? count : Math.ceil(count / parts)

/**
 * The last numbers of each series that a program prints. One step a line; a series without a number in a line
 * has a gap there. Bounded in series and steps. Pure.
 */
import { mostSeries, numberLine, type Reading } from './number-line'

export interface Series {
  name: string
  /** Oldest first, one a step; NaN is a gap. */
  values: readonly number[]
}

/** About as many as there are pixels. */
export const mostSteps = 600

export class Samples {
  #series = new Map<string, number[]>()
  /** Of columns: from the line above them. */
  #header: readonly string[] = []
  #steps = 0
  #dropped = 0

  /** In the order in which they came. */
  get series(): Series[] {
    return [...this.#series].map(([name, values]) => ({ name, values }))
  }

  /** Lines with numbers since the beginning. */
  get steps(): number {
    return this.#steps
  }

  /** Series for which there was no room. */
  get dropped(): number {
    return this.#dropped
  }

  clear(): void {
    this.#series = new Map()
    this.#steps = this.#dropped = 0
  }

  /** @returns whether the line had numbers */
  push(line: string): boolean {
    const found = numberLine(line)
    if (!found) return false
    if (found.is === 'header') this.#header = found.names
    if (found.is === 'named') this.#step(found.readings)
    if (found.is === 'columns') this.#step(this.#named(found.values))
    return found.is !== 'header'
  }

  /** The first column is "1" where no header has as many names. */
  #named(values: readonly number[]): Reading[] {
    const names = this.#header.length === values.length ? this.#header : []
    return values.map((value, at) => ({ name: names[at] ?? String(at + 1), value }))
  }

  #step(readings: readonly Reading[]) {
    this.#steps++
    const length = Math.min(mostSteps, this.#steps)
    for (const { name } of readings) this.#makeRoom(name, length)
    const latest = new Map(readings.map(({ name, value }) => [name, value]))
    for (const [name, values] of this.#series) {
      values.push(latest.get(name) ?? NaN)
      if (values.length > mostSteps) values.shift()
    }
    this.#forgetSilent()
  }

  #makeRoom(name: string, length: number) {
    if (this.#series.has(name)) return
    if (this.#series.size < mostSeries) {
      this.#series.set(
        name,
        Array.from({ length: length - 1 }, () => NaN),
      )
    } else this.#dropped++
  }

  /** What another program printed before has left the picture. */
  #forgetSilent() {
    if (this.#steps % mostSteps > 0) return
    for (const [name, values] of this.#series) {
      if (values.every(Number.isNaN)) this.#series.delete(name)
    }
  }
}

export interface Summary {
  name: string
  latest: number
  least: number
  most: number
}

/** Of what is in the picture; series with nothing but gaps have none. */
export function summaryOf({ name, values }: Series): Summary | undefined {
  const known = values.filter((value) => !Number.isNaN(value))
  const latest = known.at(-1)
  if (latest === undefined) return undefined
  return { name, latest, least: Math.min(...known), most: Math.max(...known) }
}

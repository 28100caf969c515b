/** What has passed and failed so far in a run of all tests, and the lines that say so at its end. */
import type { Outcome } from './reports'

export class Tally {
  #passed = 0
  #failed = 0
  /** Said again at the end: whoever reads only the tail of a log learns it too. */
  readonly #failures: string[] = []
  readonly #skipped: string[] = []
  readonly #flaky: string[] = []

  get failed(): number {
    return this.#failed
  }

  /** One check, which counts as one test. */
  check(name: string, ok: boolean): void {
    if (ok) this.#passed++
    else this.fail(name)
  }

  fail(name: string): void {
    this.#failures.push(name)
    this.#failed++
  }

  add({ passed, failed, names, skipped, flaky }: Outcome): void {
    this.#passed += passed
    this.#failed += failed
    this.#failures.push(...names)
    this.#skipped.push(...skipped)
    this.#flaky.push(...flaky)
  }

  /** Ends with the one that CI reads: `N passed, N failed`. `notes` stand before it. */
  lines(notes: string[]): string[] {
    return [
      ...section('Skipped:', '–', this.#skipped),
      ...section('Passed only at the second try:', '~', this.#flaky),
      ...section('Failed:', '✗', this.#failures),
      ...notes.map((note) => `\n${note}`),
      `\n${this.#passed} passed, ${this.#failed} failed`,
    ]
  }
}

const section = (title: string, mark: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : [`\n${title}`, ...lines.map((line) => `${mark} ${line}`)]

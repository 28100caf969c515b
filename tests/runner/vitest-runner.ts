/**
 * Vitest's own runner, with one rule more: where cases are chosen at random, a failure is final. And one seed
 * for all properties of a run (FC_SEED), so that a run can be had again, even one that ended by a time limit.
 */
import { TestRunner, type RunnerTestCase } from 'vitest'
import { usesRandom } from './uses-random'

export default class FailuresStay extends TestRunner {
  readonly #random = new Map<string, boolean>()

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (this.#isRandom(test.file.filepath)) test.retry = 0
    await super.onBeforeRunTask(test)
  }

  #isRandom(file: string): boolean {
    const known = this.#random.get(file) ?? usesRandom(file)
    this.#random.set(file, known)
    return known
  }
}

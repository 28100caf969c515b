/** How far this page has got with each board, by its MAC address; forgotten with the page. */
import type { JobOptions, Phase } from '../provision/job'
import type { InstallProgress, UpdateWay } from './session-state'

/** Nothing is written in these phases. */
const readOnlyPhases: Phase[] = ['connect', 'identify', 'prepare']

export class InstallProgressByBoard {
  readonly #known = new Map<string, InstallProgress>()

  of(mac: string): InstallProgress | undefined {
    return this.#known.get(mac)
  }

  /** An installation, or an update of files, was completed. */
  completed(mac: string, update?: UpdateWay): void {
    this.#known.set(mac, { phase: 'portal', update, done: true })
  }

  /** `options` that also record the phases; one that ends before writing leaves the record as it was. */
  recording(mac: string, options: JobOptions, update?: UpdateWay): JobOptions {
    return {
      ...options,
      onProgress: (progress) => {
        const { phase } = progress
        if (!readOnlyPhases.includes(phase)) this.#known.set(mac, { phase, update })
        options.onProgress?.(progress)
      },
    }
  }
}

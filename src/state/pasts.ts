/** How far this page has got with each board, by its MAC address; forgotten with the page. */
import type { JobOptions, Phase } from '../provision/progress'
import type { Past, UpdateWay } from './session-state'

const untouchedPhases: Phase[] = ['connect', 'identify', 'prepare']

export class Pasts {
  readonly #known = new Map<string, Past>()

  of(mac: string): Past | undefined {
    return this.#known.get(mac)
  }

  /** An installation, or an update of files, went well to its end. */
  done(mac: string, update?: UpdateWay): void {
    this.#known.set(mac, { phase: 'portal', update, done: true })
  }

  /** `options` that also note the phases; an attempt that did not come to writing takes nothing back. */
  noting(mac: string, options: JobOptions, update?: UpdateWay): JobOptions {
    return {
      ...options,
      onProgress: (progress) => {
        const { phase } = progress
        if (!untouchedPhases.includes(phase)) this.#known.set(mac, { phase, update })
        options.onProgress?.(progress)
      },
    }
  }
}

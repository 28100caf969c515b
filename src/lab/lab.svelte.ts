/**
 * The checklist at work: starts a step's run on the Session, measures it, and keeps every result in
 * the browser at once, because a reload or a crash is what is being tested here.
 */
import * as v from 'valibot'
import type { KeyValueStore } from '../presets/key-value-store'
import { defaultPresets } from '../presets/defaults'
import { usualBaudRate } from '../presets/schema'
import { isNewerThan } from '../presets/newer-version'
import type { Firmware } from '../state/firmware.svelte'
import type { History } from '../report/history'
import { installRequest } from '../state/install-request'
import type { BoardKind } from '../state/session-state'
import type { Session } from '../state/session.svelte'
import { startMeasuring } from './measure'
import { resultsSchema, resultsVersion, type Outcome, type Result, type Run } from './results'
import type { LabStep } from './steps'

const key = 'results'
const keptRuns = 5

interface LabServices {
  session: Session
  history: History
  firmware: Firmware
  store: KeyValueStore
}

const nothing = (): Result => ({ note: '', runs: [] })

export class Lab {
  readonly #services: LabServices
  #results = $state<Record<string, Result>>({})
  #running = $state<string>()
  #last = $state<string>()
  #saved = $state(true)

  constructor(services: LabServices) {
    this.#services = services
  }

  /** The id of the step that runs now. */
  get running(): string | undefined {
    return this.#running
  }

  /** The id of the step that ran last: what the session says belongs to it. */
  get last(): string | undefined {
    return this.#last
  }

  /** False where the browser keeps nothing: a reload would lose it all. */
  get saved(): boolean {
    return this.#saved
  }

  get results(): Record<string, Result> {
    return this.#results
  }

  resultOf(id: string): Result {
    return this.#results[id] ?? nothing()
  }

  async load(): Promise<void> {
    try {
      const stored = await this.#services.store.transact((transaction) => transaction.read(key))
      const parsed = v.safeParse(resultsSchema, stored)
      if (parsed.success) this.#results = parsed.output.results
    } catch {
      this.#saved = false
    }
  }

  mark(id: string, outcome: Outcome | undefined): void {
    this.#change(id, { outcome })
  }

  note(id: string, note: string): void {
    this.#change(id, { note: note.slice(0, 2000) })
  }

  clear(): void {
    this.#results = {}
    this.#save()
  }

  /** From whatever state to the end of the step's run; never rejects. */
  async start(step: LabStep, kind: BoardKind): Promise<void> {
    const { session, history } = this.#services
    if (!step.does || this.#running) return
    this.#running = this.#last = step.id
    try {
      await session.disconnect()
      const finish = startMeasuring(history, kind)
      await this.#run(step, kind)
      const run = finish(session.state)
      const { runs } = this.resultOf(step.id)
      this.#change(step.id, { outcome: verdict(step, run), runs: [...runs, run].slice(-keptRuns) })
    } finally {
      this.#running = undefined
    }
  }

  async #run(step: LabStep, kind: BoardKind): Promise<void> {
    const { session, history, firmware } = this.#services
    await session.connect(kind, step.asks ? {} : { previous: history.port })
    const { state } = session
    if (step.does !== 'install' || state.at !== 'ready') return
    const [preset] = defaultPresets()
    if (!preset) return
    await firmware.prepare({ preset, kind, identity: state.identity })
    const { offer } = firmware
    if (offer.at !== 'ready') return
    const request = installRequest(preset, offer.bytes, kind)
    await session.install({ ...request, baudRate: step.baudRate ?? usualBaudRate })
  }

  #change(id: string, change: Partial<Result>): void {
    this.#results[id] = { ...this.resultOf(id), ...change }
    this.#save()
  }

  #save(): void {
    const value = { version: resultsVersion, results: $state.snapshot(this.#results) }
    this.#services.store
      .transact(async (transaction) => {
        if (!isNewerThan(resultsVersion, await transaction.read(key))) transaction.write(key, value)
      })
      .then(
        () => (this.#saved = true),
        () => (this.#saved = false),
      )
  }
}

/** What the page thinks; the person has the last word. */
function verdict({ ends, codes }: LabStep, { ended, code }: Run): Outcome {
  const fits = ended !== 'failed' || !codes || codes.some((one) => one === code)
  return ends.includes(ended) && fits ? 'pass' : 'fail'
}

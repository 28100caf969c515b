/**
 * Random interleavings of plan, reset, a file written by the board, a preset edit, unplugging, install
 * and cancel: no file that the executed plan did not name is ever lost or reverted. Replay one seed with
 * SEED=17; more of them with INTERLEAVINGS=1000.
 */
import { describe, expect, it, vi } from 'vitest'
import { buildFilesystem, type Entry } from '../../src/images/littlefs'
import { connectBoard } from '../../src/provision/connect-board'
import type { ConnectedBoard } from '../../src/provision/connected-board'
import type { InstallPlan } from '../../src/provision/plan/plan'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { allTimers } from '../support/fake-time'
import { fileEntry, filesOn, patterned, portal, request } from '../support/one-pass'
import { randomFrom, rotatedSeeds, type Random } from '../support/random'
import { portalSaying, writeFileOn } from '../support/running-board'
import { smallImage } from '../support/synthetic-image'
import { encode } from '../support/bytes'
import { loadSessionFirst } from '../support/loaded-session'

/** A small portal: what counts here is the owner's files. */
vi.mock('../../src/provision/files/portal-files', () => ({
  portalFiles: async ({ accessPointName }: { accessPointName: string }) =>
    portal.map((file) =>
      file.path === '/portal.json' ? { ...file, bytes: encode(accessPointName) } : file,
    ),
}))

const megabyte = 1024 * 1024
const place = { offset: 0x99000, blockCount: 98 }
const firmware = smallImage({ text: 'MicroPython v1.23.0 on 2024-06-02\0ESP module (1M)\0' })
const actions = ['plan', 'plan', 'reset', 'edit', 'unplug', 'install', 'install', 'cancel'] as const
const written = ['/log.txt', '/data/a.bin', '/main.py', '/fresh.txt']
const count = Number(process.env.INTERLEAVINGS ?? 150)

function startingFlash({ below }: Random): Uint8Array {
  const flash = new Uint8Array(megabyte).fill(0xff)
  flash.set(firmware)
  flash[3] = 0x20
  const tree = new Map<string, Entry>([['/own.bin', fileEntry(patterned(below(5000), 1))]])
  flash.set(buildFilesystem(tree, place), place.offset)
  return flash
}

class Case {
  readonly board: VirtualBoard
  readonly said: string[] = []
  /** What the board's owner and its program have written last. */
  readonly truth = new Map<string, Entry>()
  #connected: ConnectedBoard | undefined
  #plan: InstallPlan | undefined
  #name = 'Lamp'
  #writes = 0
  readonly #rescued = new RescuedFiles()

  constructor(private readonly random: Random) {
    const flash = startingFlash(random)
    const program = portalSaying('Lamp', () => this.#boardWrites())
    this.board = createVirtualBoard({ flash, flashSizeBytes: megabyte, program })
    for (const [path, entry] of this.#files()) this.truth.set(path, entry)
  }

  async step(action: (typeof actions)[number]): Promise<void> {
    this.said.push(action)
    if (action === 'reset') this.board.pressResetButton()
    if (action === 'edit') this.#name = `Lamp ${this.random.below(9)}`
    if (action === 'unplug') await this.#unplug()
    if (action === 'plan') await this.#makePlan()
    if (action === 'cancel') await this.#cancel()
    if (action === 'install') await this.#install()
  }

  /** Until it is installed, however often the board has changed meanwhile. */
  async finish(): Promise<void> {
    for (let attempt = 0; attempt < 6; attempt++) {
      await this.#makePlan()
      if (await this.#install()) return
    }
    throw new Error('never installed')
  }

  lost(): string[] {
    const now = this.#files()
    return [...this.truth]
      .filter(([path, entry]) => !sameEntry(now.get(path), entry))
      .map(([path]) => path)
  }

  #files = () =>
    new Map(
      [...filesOn(this.board, place.offset, place.blockCount)].filter(
        ([, { type }]) => type === 'file',
      ),
    )

  /** Every other time that the board's program starts. */
  #boardWrites(): void {
    if (this.random.below(2) || !this.#mounts()) return
    const path = this.random.pick(written)
    const content = `written ${++this.#writes}`
    writeFileOn(this.board, path, content, place)
    this.truth.set(path, fileEntry(content))
    this.said.push(`(${path})`)
  }

  /** In the midst of an installation there is no filesystem; a program can write nothing then. */
  #mounts(): boolean {
    try {
      return this.#files().size >= 0
    } catch {
      return false
    }
  }

  #request = () =>
    request({ firmware, portal: { ...request().portal, accessPointName: this.#name } })

  async #board(): Promise<ConnectedBoard> {
    this.#connected ??= await connectBoard(this.board.port, { rescued: this.#rescued })
    return this.#connected
  }

  async #makePlan(): Promise<void> {
    await quietly(async () => (this.#plan = await (await this.#board()).plan(this.#request())))
  }

  async #cancel(): Promise<void> {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), this.random.below(40))
    const { signal } = abort
    await quietly(async () => {
      const board = await this.#board()
      if (this.random.below(2)) return board.plan(this.#request(), { signal })
      return this.#carryOut(board, signal)
    })
  }

  async #install(): Promise<boolean> {
    if (this.random.below(3) === 0) this.board.faults.resetAtByte(this.random.below(3000))
    const done = await quietly(async () => this.#carryOut(await this.#board()))
    this.board.faults.clear()
    return done
  }

  async #carryOut(board: ConnectedBoard, signal?: AbortSignal): Promise<void> {
    const consent = this.#plan ?? 'nothing'
    if (consent !== 'nothing')
      for (const loss of consent.losses) if (loss.kind === 'file') this.#named.add(loss.path)
    const { link } = await board.install(this.#request(), { consent, signal })
    await link.close()
  }

  readonly #named = new Set<string>()

  /** True for files that a plan which was carried out, wholly or in part, has named. */
  wasNamed = (path: string): boolean => this.#named.has(path)

  async #unplug(): Promise<void> {
    this.board.unplug()
    await quietly(async () => this.#connected?.release())
    this.#connected = undefined
    this.board.plug()
  }
}

/** False if it failed, as it may; time runs as far as it needs. */
const quietly = (work: () => Promise<unknown>): Promise<boolean> =>
  allTimers(
    work().then(
      () => true,
      () => false,
    ),
  )

function sameEntry(a: Entry | undefined, b: Entry): boolean {
  if (a?.type !== 'file' || b.type !== 'file') return a?.type === b.type
  return Buffer.compare(a.bytes, b.bytes) === 0
}

loadSessionFirst()

describe(`plan, reset, edit, unplug, install, cancel in any order (${rotatedSeeds(count).length} seeds)`, () => {
  it.each(rotatedSeeds(count))('seed %i: nothing is lost that no plan has named', async (seed) => {
    vi.useFakeTimers()
    const random = randomFrom(seed)
    const one = new Case(random)
    try {
      for (let step = 3 + random.below(4); step > 0; step--) await one.step(random.pick(actions))
      await one.finish()
      const lost = one.lost().filter((path) => !one.wasNamed(path))
      expect(lost, `SEED=${seed}: ${one.said.join(' ')}`).toEqual([])
    } finally {
      one.board.dispose()
      vi.useRealTimers()
    }
  })
})

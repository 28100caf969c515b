/**
 * How long the parts of a job take on the paced virtual board, by the clock of the board and the wire
 * alone: what the page computes takes no time here. Bounds are a little above what was measured; what
 * they are made of is in docs/decisions/0007 and 0028.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { fastestBaudRate } from '../../src/esptool/baud-ladder'
import { rememberRates } from '../../src/esptool/rate-memory'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import type { ConnectedBoard } from '../../src/provision/connected-board'
import type { Phase, Progress } from '../../src/provision/progress'
import type { InstallRequest } from '../../src/provision/request'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { allTimers, useFakeTime } from '../support/fake-time'
import { request } from '../support/one-pass'

let board: VirtualBoard
useFakeTime(() => board.dispose())

const firmware = makeDemoImage()
const portal = { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '' }
const wanted: InstallRequest = request({ firmware, portal })
const changed = { portal: { ...portal, accessPointName: 'Lamp' } }

/** By phase, when it began, in ms from `startMs`. */
type Times = Partial<Record<Phase, number>>

/** Up to the board's own start, at which it is cancelled. */
async function installUntilStart(
  session: ConnectedBoard,
  change: Partial<InstallRequest>,
  startMs: number,
): Promise<{ times: Times; inPlace?: true }> {
  const stop = new AbortController()
  const times: Times = {}
  let inPlace: true | undefined
  const onProgress = (progress: Progress) => {
    times[progress.phase] ??= performance.now() - startMs
    if (progress.phase !== 'start') return
    inPlace = progress.inPlace
    stop.abort()
  }
  const options = { signal: stop.signal, onProgress }
  const installing = session.install({ ...wanted, ...change }, options)
  await expect(installing).rejects.toMatchObject({ name: 'AbortError' })
  return { times, inPlace }
}

async function job(change: Partial<InstallRequest> = {}) {
  const start = performance.now()
  const session = await connectBoard(board.port)
  return installUntilStart(session, change, start)
}

beforeEach(() => void (board = createVirtualBoard({ pace: true, bridge: { kind: 'cp2102' } })))

/* Each time has 0.2 s in it for blocks that prove the rate, as over a bridge that the browser does not know yet. */
describe('on a blank board of 4 MB', () => {
  it('the plan is there early, and Install does not look through the flash again', async () => {
    const start = performance.now()
    const session = await allTimers(connectBoard(board.port))
    let draftMs = Infinity
    const onDraft = () => void (draftMs = performance.now() - start)
    await allTimers(session.plan(wanted, { onDraft }))
    const planMs = performance.now() - start
    expect(draftMs).toBeLessThan(1_600)
    // Hashed at the stub's megabyte per second.
    expect(planMs).toBeLessThan(5_050)
    // Read for a while.
    await allTimers(new Promise((resolve) => setTimeout(resolve, 10_000)))
    const { times } = await allTimers(installUntilStart(session, {}, performance.now()))
    expect(times.write).toBeLessThan(700)
  })
})

describe('on a board that has it all', () => {
  beforeEach(() => allTimers(job()))

  it('finds that out, to the last byte of the firmware, without a wasted command', async () => {
    const { times, inPlace } = await allTimers(job())
    expect(times.write).toBeUndefined()
    expect(times.start).toBeLessThan(1_550)
    expect(inPlace).toBe(true)
  })

  it('writes a changed setting', async () => {
    const { times, inPlace } = await allTimers(job(changed))
    expect(times.start).toBeLessThan(1_870)
    expect(inPlace).toBe(true)
  })
})

describe('over a bridge that the browser remembers', () => {
  beforeEach(async () => {
    const known = { works: 921_600 }
    const forget = () => undefined
    rememberRates(board.port, { of: () => known, worked: forget, failed: forget, started: forget })
    await allTimers(job({ baudRate: fastestBaudRate }))
  })

  it('finds out that all is there, to the last byte', async () => {
    const { times, inPlace } = await allTimers(job({ baudRate: fastestBaudRate }))
    expect(times.write).toBeUndefined()
    expect(times.start).toBeLessThan(1_220)
    expect(inPlace).toBe(true)
  })

  it('writes a changed setting', async () => {
    const { times } = await allTimers(job({ ...changed, baudRate: fastestBaudRate }))
    expect(times.start).toBeLessThan(1_500)
  })
})

/**
 * Installations that are interrupted anywhere: the next attempt ends with the flash that was wanted and
 * with every file that was to be kept, also when the page has been closed in between and remembers
 * nothing. Replay one seed with SEED=17; more of them with INTERRUPTIONS=1000.
 */
import { describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../src/images/littlefs'
import type { Files } from '../../src/provision/survey/found'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import {
  fileEntry,
  filesOn,
  flashWith,
  genericOffset,
  inFakeTime,
  installOn,
  patterned,
  portal,
} from '../support/one-pass'
import { recordedFilesystem } from '../support/golden'
import { randomFrom, seeds, type Random } from '../support/random'
import { smallImage } from '../support/synthetic-image'
import { encode } from '../support/bytes'
import { loadSessionFirst } from '../support/loaded-session'

const recorded = recordedFilesystem()

const count = Number(process.env.INTERRUPTIONS ?? 200)
const interrupted = seeds(count)

const older = smallImage({ text: 'MicroPython v1.19.1 on 2022-06-18\0ESP module with ESP8266\0' })

/** What the board has before, and what its owner wants to find again. */
function startingPoint({ below, pick }: Random): { flash?: Uint8Array; owners: Files } {
  const kind = pick(['blank', 'older', 'older', 'same', 'recorded'])
  if (kind === 'blank') return { owners: new Map() }
  const owners = new Map<string, Entry>()
  for (let file = below(6); file >= 0; file--) {
    owners.set(
      `/${pick(['a', 'www', 'lib/x'])}${file}.bin`,
      fileEntry(patterned(below(9000), file)),
    )
  }
  if (kind === 'recorded') {
    const flash = flashWith([], older).slice(0, genericOffset)
    return { flash: joined(flash, recorded), owners: filesIn(joined(flash, recorded)) }
  }
  const stale = [
    ['/main.py', fileEntry('print(1)')],
    ['/lib/captive_portal/old.py', fileEntry(patterned(3000, 9))],
  ] as const
  return {
    flash: flashWith([...owners, ...stale], kind === 'older' ? older : smallImage()),
    owners,
  }
}

function joined(a: Uint8Array, b: Uint8Array) {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function filesIn(flash: Uint8Array): Files {
  const board = createVirtualBoard({ flash })
  const files = filesOn(board)
  board.dispose()
  const ours = new Set(portal.map(({ path }) => path))
  const isOurs = (path: string) => ours.has(path) || path.startsWith('/lib/captive_portal/')
  return new Map([...files].filter(([path]) => !isOurs(path)))
}

/** Something goes wrong at a random moment, every other time while files are written; says what. */
function spoil(board: VirtualBoard, random: Random): { what: string; stop: () => void } {
  if (random.below(2)) {
    return { what: arm(board, random, 70_000, 12_000), stop: () => undefined }
  }
  const toChip = random.below(24_000)
  const toHost = random.below(1_500)
  const kind = random.pick(kinds)
  const stop = board.onFlashChange((offset) => {
    if (offset < genericOffset) return
    stop()
    armOne(board, kind, toChip, toHost)
  })
  return { what: `${kind} at ${toChip}/${toHost} of the files`, stop }
}

const kinds = [
  'unplug',
  'unplug while answering',
  'reset',
  'corrupt byte',
  'corrupt answer',
  'lost byte',
  'lost acknowledgement',
  'no bootloader any more',
] as const

function arm(board: VirtualBoard, { below, pick }: Random, toChip: number, toHost: number): string {
  const [kind, chipByte, hostByte] = [pick(kinds), below(toChip), below(toHost)]
  armOne(board, kind, chipByte, hostByte)
  return `${kind} at ${chipByte}/${hostByte}`
}

function armOne(
  { faults }: VirtualBoard,
  kind: (typeof kinds)[number],
  chip: number,
  host: number,
) {
  if (kind === 'unplug') faults.unplugAtByte(chip)
  if (kind === 'unplug while answering') faults.unplugAtByte(host, 'toHost')
  if (kind === 'reset' || kind === 'no bootloader any more') faults.resetAtByte(chip)
  if (kind === 'no bootloader any more') faults.wrongBootMode = true
  if (kind === 'corrupt byte') faults.corruptByte(chip, 'toChip')
  if (kind === 'corrupt answer') faults.corruptByte(host, 'toHost')
  if (kind === 'lost byte') faults.dropByte(chip, 'toChip')
  if (kind === 'lost acknowledgement') faults.loseAcknowledgement(1 + (chip % 40))
}

const files = [...portal, { path: '/extra.txt', bytes: encode('extra') }]

loadSessionFirst()

let failures = 0

describe(`an installation that is interrupted once or twice (${interrupted.length} seeds)`, () => {
  it.each(interrupted)('seed %i: the next attempt ends well', async (seed) => {
    vi.useFakeTimers()
    const random = randomFrom(seed)
    const { flash, owners } = startingPoint(random)
    const board = createVirtualBoard({ flash })
    let rescued = new RescuedFiles()
    const attempt = () => inFakeTime(() => installOn(board, { files, rescued }))
    try {
      const what: string[] = []
      for (let times = 1 + random.below(2); times > 0; times--) {
        const fault = spoil(board, random)
        what.push(fault.what)
        const failed = await attempt().then(
          () => false,
          () => true,
        )
        if (failed) failures++
        fault.stop()
        board.faults.clear()
        board.plug()
        if (random.below(2)) rescued = new RescuedFiles() // the page was closed
        if (random.below(2)) board.powerCycle()
      }
      await attempt()

      const expected = smallImage()
      expected[3] = 0x40
      expect(Buffer.compare(board.flash.read(0, expected.length), expected), what.join()).toBe(0)
      const now = filesOn(board)
      const wanted = [
        ...owners,
        ...files.map(({ path, bytes }) => [path, fileEntry(bytes)] as const),
      ]
      const missing = wanted.filter(([path, entry]) => !sameEntry(now.get(path), entry))
      expect([missing.map(([path]) => path), ...what]).toEqual([[], ...what])
      expect((await attempt()).flashBytes).toBe(0)
    } finally {
      board.dispose()
      vi.useRealTimers()
    }
  })

  it('really was interrupted in a good part of the cases', () => {
    if (interrupted.length > 1) expect(failures).toBeGreaterThan(interrupted.length / 4)
  })
})

function sameEntry(a: Entry | undefined, b: Entry): boolean {
  if (a?.type !== b.type) return false
  return a.type === 'directory' || b.type === 'directory' || Buffer.compare(a.bytes, b.bytes) === 0
}

/** What a board has before an installation that is interrupted, and the ways in which it is. */
import type { Entry } from '../../src/images/littlefs'
import type { Files } from '../../src/provision/survey/found'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { recordedFilesystem } from './golden'
import { fileEntry, filesOn, flashWith, genericOffset, patterned, portal } from './one-pass'
import type { Random } from './random'
import { smallImage } from './synthetic-image'

const recorded = recordedFilesystem()

const older = smallImage({ text: 'MicroPython v1.19.1 on 2022-06-18\0ESP module with ESP8266\0' })

/** What the board has before, and what its owner wants to find again. */
export function startingPoint({ below, pick }: Random): { flash?: Uint8Array; owners: Files } {
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
export function spoil(board: VirtualBoard, random: Random): { what: string; stop: () => void } {
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

export function sameEntry(a: Entry | undefined, b: Entry): boolean {
  if (a?.type !== b.type) return false
  return a.type === 'directory' || b.type === 'directory' || Buffer.compare(a.bytes, b.bytes) === 0
}

/**
 * A batch on virtual boards, each with its own MAC address, under fake time: what the tests of batches share. Small
 * images and a program that only says what the portal says, so that forty boards take seconds.
 */
import { connectBoard } from '../../src/provision/connect-board'
import { memoryStore, type KeyValueStore } from '../../src/presets/key-value-store'
import { defaultPresets } from '../../src/presets/defaults'
import type { Preset } from '../../src/presets/schema'
import { boardPasswordsIn } from '../../src/state/board-passwords.svelte'
import { Batch, type BatchStart } from '../../src/state/batch/batch.svelte'
import type { BatchServices } from '../../src/state/batch/batch-services'
import type { FirmwareServices } from '../../src/state/firmware.svelte'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import { SerialHub } from '../../src/virtual-board/web-serial/serial-hub'
import { portalSaying } from './running-board'
import { smallImage } from './synthetic-image'

/** "18:fe:34:42:44:07" of the board with index 7. */
export const macOf = (index: number): string =>
  `18:fe:34:42:44:${index.toString(16).padStart(2, '0')}`

/** Permitted, unless it is `new`. */
export function boardOf(
  index: number,
  { isNew = false, ...options }: VirtualBoardOptions & { isNew?: boolean } = {},
): VirtualBoard {
  const mac = Uint8Array.of(0x18, 0xfe, 0x34, 0x42, 0x44, index)
  const program = portalSaying(`lamp-${index}`)
  const board = createVirtualBoard({ flashSizeBytes: 2 * 1024 * 1024, mac, program, ...options })
  if (!isNew) board.serial.grant()
  return board
}

const image = smallImage()

/** The same small image for every board. */
export const smallFirmware: FirmwareServices = {
  fromCatalogue: () => Promise.reject(new Error('It is the virtual board.')),
  demo: async () => ({ name: 'small.bin', bytes: image }),
  check: async ({ length }) => ({ version: 'v1.23.0', sizeBytes: length, demo: true }),
  sha256: () => Promise.reject(new Error('The preset names no file.')),
}

export interface BatchRig {
  batch: Batch
  hub: SerialHub
  boards: readonly VirtualBoard[]
  /** Signals that boards were connected with, for what is left on them. */
  signals: AbortSignal[]
  start: BatchStart
}

export function batchRig(
  boards: readonly VirtualBoard[],
  change: { services?: Partial<BatchServices>; store?: KeyValueStore } = {},
): BatchRig {
  const hub = new SerialHub(boards.map(({ serial }) => serial))
  const signals: AbortSignal[] = []
  const services: BatchServices = {
    kind: 'virtual',
    provider: async () => hub,
    connectBoard: (port, options) => {
      if (options.signal) signals.push(options.signal)
      return connectBoard(port, options)
    },
    firmware: smallFirmware,
    takeTurn: async () => () => undefined,
    now: () => Date.now(),
    ...change.services,
  }
  const store = change.store ?? memoryStore()
  const batch = new Batch(services, store)
  const passwords = boardPasswordsIn(store, services.kind)
  const [preset] = defaultPresets() as [Preset]
  return {
    batch,
    hub,
    boards,
    signals,
    start: { preset, wifi: { name: '', password: '' }, passwords },
  }
}

/** Resolves when `isSo`: looked at every 50 ms. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((later) => setTimeout(later, 50))
}

/** Of the rows, by MAC address: what became of each board. */
export const results = ({ batch }: BatchRig) =>
  Object.fromEntries(
    batch.list.rows.map(({ stored }) => [
      stored.mac ?? 'unknown',
      stored.result?.is === 'failed' ? stored.result.code : stored.result?.is,
    ]),
  )

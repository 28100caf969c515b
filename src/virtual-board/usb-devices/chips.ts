/** The chip on the board by its name, with the names and ids that the computer sees. */
import type { BridgeChip, ChipParts } from './bridge-chip'
import { CdcAcm } from './cdc-acm'
import { Ch341 } from './ch341'
import { Cp210x, cp210xKinds, type Cp210xKind } from './cp210x'
import { Ftdi, ftdiKinds, type FtdiKind } from './ftdi'
import { Pl2303, pl2303Kinds, type Pl2303Kind } from './pl2303'

export const bridgeKinds = [
  ...['ch340', 'ch340-limited', 'ch341'],
  ...Object.keys(cp210xKinds),
  ...Object.keys(ftdiKinds),
  ...Object.keys(pl2303Kinds).map((kind) => `pl2303-${kind}`),
  'cdc-acm',
] as BridgeKind[]

export type BridgeKind =
  'ch340' | 'ch340-limited' | 'ch341' | Cp210xKind | FtdiKind | `pl2303-${Pl2303Kind}` | 'cdc-acm'

export interface BridgeChipOptions {
  /** Default 'ch340'. */
  kind?: BridgeKind
  /** Other ids than the chip's usual ones. */
  usbVendorId?: number
  usbProductId?: number
  /** Of a CH340 or CH341; default 0x31. */
  version?: number
  /** Of a CP2102N; default 1.0.8. */
  firmware?: [number, number, number]
  /** Of an FTDI chip: the endpoint's descriptor says 0. */
  hasZeroPacketSize?: boolean
}

export function makeChip(parts: ChipParts, options: BridgeChipOptions = {}): BridgeChip {
  const { kind = 'ch340' } = options
  if (kind === 'ch340' || kind === 'ch340-limited') {
    return new Ch341(parts, { ...options, isLimited: kind === 'ch340-limited' })
  }
  if (kind === 'ch341') return new Ch341(parts, { usbProductId: 0x5523, ...options })
  if (kind === 'cdc-acm') return new CdcAcm(parts, options)
  if (isKeyOf(cp210xKinds, kind)) return new Cp210x(parts, kind, options)
  if (isKeyOf(ftdiKinds, kind)) return new Ftdi(parts, kind, options)
  const generation = kind.slice('pl2303-'.length)
  if (isKeyOf(pl2303Kinds, generation)) return new Pl2303(parts, generation, options)
  throw new RangeError(`There is no bridge of the kind ${kind}.`)
}

const isKeyOf = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(table, key)

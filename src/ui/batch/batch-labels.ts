/** A label for each board of a batch that is ready. */
import type { BatchRow } from '../../state/batch/batch-row.svelte'
import type { BoardKind } from '../../state/session-state'
import { joining, type LabelData } from '../hub/label/label-data'

const usualAddress = '192.168.4.1'

/** Which password a board was given, by its MAC address; undefined: none. */
export type PasswordOf = (mac: string | undefined) => string | undefined

/** In the order of their numbers. @param hidesPassword of the board with that MAC address */
export const labelsOf = (
  rows: readonly BatchRow[],
  kind: BoardKind,
  passwordOf: PasswordOf = () => undefined,
  hidesPassword: (mac: string | undefined) => boolean = () => false,
): LabelData[] =>
  rows
    .filter((row) => row.isDone)
    .toSorted((a, b) => (a.stored.number ?? 0) - (b.stored.number ?? 0))
    .map(({ stored: { preset, accessPoint, mac } }) => ({
      title: preset,
      accessPointName: accessPoint,
      ...joining(accessPoint, { password: passwordOf(mac), hidesPassword: hidesPassword(mac) }),
      address: usualAddress,
      digits: mac?.slice(-8),
      isVirtual: kind === 'virtual',
    }))

/** A label for each board of a batch that is ready. */
import type { BatchRow } from '../../state/batch/batch-row.svelte'
import type { BoardKind } from '../../state/session-state'
import type { LabelData } from '../hub/label/label-data'
import { openNetworkText } from '../shared/qr/wifi'

const usualAddress = '192.168.4.1'

/** In the order of their numbers. */
export const labelsOf = (rows: readonly BatchRow[], kind: BoardKind): LabelData[] =>
  rows
    .filter((row) => row.isDone)
    .toSorted((a, b) => (a.stored.number ?? 0) - (b.stored.number ?? 0))
    .map(({ stored: { preset, accessPoint, mac } }) => ({
      title: preset,
      accessPointName: accessPoint,
      code: accessPoint && openNetworkText(accessPoint),
      address: usualAddress,
      digits: mac?.slice(-8),
      isVirtual: kind === 'virtual',
    }))

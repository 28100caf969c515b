/** What a row says of its board: how it is, and what to do if something is to be done. */
import { stepsFor, type Platform } from '../../help/entry'
import type { help } from '../../help/words'
import m from '../../messages/compiled/batch'
import { enumeration, time } from '../../messages/format'
import type { BatchRow } from '../../state/batch/batch-row.svelte'
import type { LostThing, StoredRow } from '../../state/batch/stored-batch'
import { phaseWords } from '../install/phase-words'

export type RowTone = 'work' | 'good' | 'attention' | 'rest'

export interface RowWords {
  tone: RowTone
  /** In a few words. */
  status: string
  /** The one next step, or what else there is to say. */
  text?: string
  /** Of the job that goes on, 0 to 1; undefined while it cannot be told. */
  fraction?: number
}

export const rowName = ({ stored }: BatchRow): string =>
  stored.accessPoint ?? (stored.result ? m.row.silent() : m.row.unnamed())

/** @param words of failures; undefined until they are loaded */
export function rowWords(
  row: BatchRow,
  platform: Platform,
  words: typeof help | undefined,
): RowWords {
  if (row.now.at === 'waiting') return { tone: 'work', status: m.row.waiting() }
  if (row.now.at === 'working') return workWords(row.now)
  const { result } = row.stored
  const rest = resultWords(row, result, platform, words)
  return row.isAwaited && !row.isDone ? { ...rest, text: m.row.awaited() } : rest
}

function workWords({ progress, stopping }: Extract<BatchRow['now'], { at: 'working' }>): RowWords {
  if (stopping) return { tone: 'work', status: m.row.stopping() }
  if (!progress) return { tone: 'work', status: m.row.reaching() }
  const { phase, fraction, detail, byHand } = progress
  const status = phaseWords[phase]()
  return { tone: 'work', status, fraction, text: byHand ? detail : undefined }
}

function resultWords(
  row: BatchRow,
  result: StoredRow['result'] | undefined,
  platform: Platform,
  words: typeof help | undefined,
): RowWords {
  switch (result?.is) {
    case 'done':
      return doneWords(row, result.atMs)
    case 'failed': {
      const entry = words?.[result.code]
      const [step] = entry ? stepsFor(entry, platform) : []
      return { tone: 'attention', status: entry?.title() ?? result.code, text: step }
    }
    case 'untouched': {
      const things = enumeration(result.lost.map(lostWords))
      const text = m.row.untouchedText({ things })
      return { tone: 'attention', status: m.row.untouched(), text }
    }
    case 'unfinished':
      return { tone: 'attention', status: m.row.unfinished(), text: m.row.unfinishedText() }
    case 'stopped':
      return { tone: 'rest', status: m.row.stopped(), text: m.row.stoppedText() }
    default:
      return { tone: 'rest', status: '' }
  }
}

function doneWords(row: BatchRow, atMs: number): RowWords {
  const when = m.row.at({ when: time(atMs) })
  if (row.isAwaited) return { tone: 'good', status: m.row.ready(), text: m.row.awaited() }
  if (row.isRecognised) return { tone: 'good', status: m.row.recognised(), text: when }
  const status = row.isPlugged ? m.row.readyPlugged() : m.row.ready()
  return { tone: 'good', status, text: when }
}

function lostWords({ kind, path }: LostThing): string {
  if (kind === 'file') return path ?? ''
  return { files: m.row.files, data: m.row.data, everything: m.row.everything }[kind]()
}

/** Something is to be done by hand before it goes on. */
export const needsPerson = ({ isWorking, stored }: BatchRow): boolean =>
  !isWorking && ['failed', 'untouched', 'unfinished'].includes(stored.result?.is ?? '')

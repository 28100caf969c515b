/** What a row says of its board: how it is, and what to do if something is to be done. */
import { stepsFor, type Platform } from '../../help/entry'
import type { help } from '../../help/words'
import m from '../../messages/compiled/batch'
import { enumeration, time } from '../../messages/format'
import type { Progress } from '../../provision/progress'
import type { BatchRow } from '../../state/batch/batch-row.svelte'
import type { LostThing, RowResult, StoredRow } from '../../state/batch/stored-batch'
import { jobPhases } from '../install/job-phases'
import { phaseWords } from '../install/phase-words'

/** Words of failures. */
export type HelpWords = typeof help

export type RowTone = 'work' | 'good' | 'attention' | 'rest'

export interface RowWords {
  tone: RowTone
  /** In a few words. */
  status: string
  /** The one next step, or what else there is to say. */
  text?: string
  /** Of the whole job, 0 to 1; undefined while it cannot be told. */
  fraction?: number
}

export const rowName = ({ stored }: BatchRow): string =>
  stored.accessPoint ?? (stored.result ? m.row.silent() : m.row.unnamed())

/** @param words of failures; undefined until they are loaded */
export function rowWords(
  row: BatchRow,
  platform: Platform,
  words: HelpWords | undefined,
): RowWords {
  if (row.now.at === 'waiting') return { tone: 'work', status: m.row.waiting() }
  if (row.now.at === 'working') return workWords(row.now)
  const { result } = row.stored
  const rest = resultWords(row, result, platform, words)
  return row.isAwaited && !row.isDone ? { ...rest, text: m.row.awaited() } : rest
}

/** It starts by itself when it is plugged in: its MAC address tells whose row it is. */
export const comesBySelf = ({ isPlugged, isAwaited, isDone, stored }: BatchRow): boolean =>
  !isPlugged &&
  !isAwaited &&
  !isDone &&
  stored.mac !== undefined &&
  stored.result?.is !== 'untouched'

function workWords({ progress, stopping }: Extract<BatchRow['now'], { at: 'working' }>): RowWords {
  if (stopping) return { tone: 'work', status: m.row.stopping() }
  if (!progress) return { tone: 'work', status: m.row.reaching() }
  const { phase, detail, byHand } = progress
  const text = byHand ? detail : undefined
  return { tone: 'work', status: phaseWords[phase](), fraction: wholeFraction(progress), text }
}

/** As the phases share the time; undefined before the first of them. */
function wholeFraction({ phase, fraction = 0 }: Progress): number | undefined {
  const pieces = jobPhases('install', phase === 'upload')
  const at = pieces.findIndex((piece) => piece.phase === phase)
  const piece = pieces[at]
  if (!piece) return undefined
  const sum = (some: typeof pieces) => some.reduce((total, { share }) => total + share, 0)
  return (sum(pieces.slice(0, at)) + piece.share * fraction) / sum(pieces)
}

function resultWords(
  row: BatchRow,
  result: StoredRow['result'] | undefined,
  platform: Platform,
  words: HelpWords | undefined,
): RowWords {
  switch (result?.is) {
    case 'done':
      return doneWords(row, result.atMs)
    case 'failed': {
      const entry = words?.[result.code]
      // What it says first is what the row says of every board that is not there.
      const steps = entry && result.code !== 'port-lost' ? stepsFor(entry, platform) : []
      const [step] = steps
      return { tone: 'attention', status: resultStatus(result, words), text: step }
    }
    case 'untouched': {
      const more = result.more ? [m.row.moreFiles({ count: result.more })] : []
      const things = enumeration([...result.lost.map(lostWords), ...more])
      const text = m.row.untouchedText({ things })
      return { tone: 'attention', status: resultStatus(result), text }
    }
    case 'unfinished':
      return { tone: 'attention', status: resultStatus(result), text: m.row.unfinishedText() }
    case 'stopped':
      return { tone: 'rest', status: resultStatus(result), text: m.row.stoppedText() }
    default:
      return { tone: 'rest', status: '' }
  }
}

/** What became of a board, in a few words. @param words without them a failure has its code */
export function resultStatus(result: RowResult, words?: HelpWords): string {
  if (result.is === 'failed') return words?.[result.code].title() ?? result.code
  return {
    done: m.row.ready,
    untouched: m.row.untouched,
    unfinished: m.row.unfinished,
    stopped: m.row.stopped,
  }[result.is]()
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

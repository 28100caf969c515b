/** What is done with files, and what came of it, in words. */
import m from '../../messages/compiled/files'
import { enumeration } from '../../messages/format'
import type { Message } from '../../messages/format'
import type { Notice, Refused } from '../../state/files/notice'
import { nameOf } from '../../state/files/paths'
import type { UndoStep } from '../../state/files/undo.svelte'
import type { Job, WorkKind } from '../../state/files/work.svelte'
import { sizeWords } from './size-words'

const work: Record<WorkKind, Message> = {
  opening: m.work.opening,
  listing: m.work.listing,
  reading: m.work.reading,
  writing: m.work.writing,
  deleting: m.work.deleting,
  moving: m.work.moving,
  compiling: m.work.compiling,
  packing: m.work.packing,
  running: m.work.running,
}
export const workWords = ({ kind }: Job): string => work[kind]()

/** So many names stand in one sentence. */
const mostNamed = 6
const names = (paths: readonly string[]) =>
  enumeration([...paths.slice(0, mostNamed), ...(paths.length > mostNamed ? ['…'] : [])])

type Of<I extends Notice['is']> = Extract<Notice, { is: I }>
type Words = { [I in Notice['is']]: (notice: Of<I>) => string }

const words: Words = {
  saved: ({ path, compiled }) =>
    compiled
      ? m.notice.savedCompiled({ name: nameOf(compiled) })
      : m.notice.saved({ name: nameOf(path) }),
  uploaded: ({ count }) => (count > 0 ? m.notice.uploaded({ count }) : ''),
  'no-room': ({ neededBytes, freeBytes }) =>
    m.notice.noRoom({ needed: sizeWords(neededBytes), free: sizeWords(freeBytes) }),
  downloaded: ({ name }) => m.notice.downloaded({ name }),
  undone: () => m.notice.undone(),
  'left-out': ({ paths }) => m.notice.leftOut({ names: names(paths) }),
  'stays-secret': ({ path }) => m.notice.staysSecret({ name: path }),
  'in-the-way': ({ path }) => m.notice.inTheWay({ path }),
  'another-board': () => m.notice.anotherBoard(),
  'app-kept': ({ title }) => m.notice.appKept({ title }),
  'no-app': ({ reason }) => m.notice.noApp({ reason }),
  'mpy-unfit': ({ format }) =>
    format === undefined ? m.notice.mpyUnknown() : m.notice.mpyUnfit({ format }),
  'not-found': ({ file, line }) => m.notice.notFound({ file, line }),
}

/** Empty where only what was refused is to be said. */
export const noticeWords = <I extends Notice['is']>(notice: Of<I>): string =>
  (words[notice.is] as (notice: Of<I>) => string)(notice)

const good: Notice['is'][] = ['saved', 'app-kept', 'uploaded', 'downloaded', 'undone']

export const noticeTone = (notice: Notice): 'good' | 'warn' => {
  return good.includes(notice.is) && refusedLines(notice).length === 0 ? 'good' : 'warn'
}

const refusedWords: Record<Refused['why'], (refused: Refused) => string> = {
  secret: ({ path }) => m.refused.secret({ name: path }),
  'folder-there': ({ path }) => m.refused.folderThere({ name: path }),
  'file-above': ({ path }) => m.refused.fileAbove({ name: path }),
  unreadable: ({ path, detail }) =>
    detail ? m.refused.other({ name: path, detail }) : m.refused.unreadable({ name: path }),
  'too-many': ({ path }) => m.refused.tooMany({ count: Number(path) }),
  'not-compiled': ({ path, detail = '' }) => m.refused.other({ name: path, detail }),
}

export const refusedLines = (notice: Notice): string[] =>
  notice.is === 'uploaded' ? notice.refused.map((one) => refusedWords[one.why](one)) : []

export function undoWords({ what, paths }: UndoStep): string {
  const name = nameOf(paths[0] ?? '')
  const count = paths.length
  if (what === 'renamed') return m.undo.renamed({ name })
  return what === 'deleted' ? m.undo.deleted({ count, name }) : m.undo.moved({ count, name })
}

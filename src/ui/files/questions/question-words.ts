/** Each question about files in words, with its answers as buttons. */
import m from '../../../messages/compiled/files-questions'
import type { Message } from '../../../messages/format'
import { nameOf } from '../../../state/files/paths'
import type { Kind, NamePurpose, Question, Questions } from '../../../state/files/questions.svelte'

interface AnswerButton {
  label: string
  /** What most people want. */
  first?: boolean
  /** Something is lost. */
  harsh?: boolean
  give: (questions: Questions) => void
}

export interface QuestionWords {
  title: string
  paths: readonly string[]
  text: string
  answers: AnswerButton[]
}

type Of<K extends Kind> = Extract<Question, { ask: K }>
type Table = { [K in Exclude<Kind, 'name'>]: (question: Of<K>) => QuestionWords }

const portalTexts = { change: m.portal.change, move: m.portal.move, delete: m.portal.delete }
const portalYes = {
  change: m.portal.yesChange,
  move: m.portal.yesMove,
  delete: m.portal.yesDelete,
}
const forGoodTexts = {
  secret: m.forGood.secret,
  'too-large': m.forGood.tooLarge,
  unreadable: m.forGood.unreadable,
}

const table: Table = {
  replace: ({ paths }) => ({
    title: m.replace.title({ count: paths.length }),
    paths,
    text: m.replace.text(),
    answers: [
      { label: m.replace.yes(), first: true, give: (to) => to.answer('replace', 'replace') },
      {
        label: m.replace.skip({ count: paths.length }),
        give: (to) => to.answer('replace', 'skip'),
      },
    ],
  }),
  portal: ({ paths, action }) => ({
    title: m.portal.title({ count: paths.length }),
    paths,
    text: portalTexts[action]({ count: paths.length }),
    answers: [
      {
        label: portalYes[action](),
        first: true,
        harsh: true,
        give: (to) => to.answer('portal', 'go-on'),
      },
    ],
  }),
  'delete-for-good': ({ paths, why }) => ({
    title: m.forGood.title(),
    paths,
    text: forGoodTexts[why]({ count: paths.length }),
    answers: [
      {
        label: m.forGood.yes(),
        first: true,
        harsh: true,
        give: (to) => to.answer('delete-for-good', 'go-on'),
      },
    ],
  }),
  unsaved: ({ paths }) => ({
    title: m.unsaved.title({ count: paths.length }),
    paths,
    text: m.unsaved.text(),
    answers: [
      { label: m.unsaved.save(), first: true, give: (to) => to.answer('unsaved', 'save') },
      { label: m.unsaved.discard(), give: (to) => to.answer('unsaved', 'discard') },
    ],
  }),
  changed: ({ path }) => ({
    title: m.changed.title(),
    paths: [path],
    text: m.changed.text(),
    answers: [
      {
        label: m.changed.overwrite(),
        first: true,
        harsh: true,
        give: (to) => to.answer('changed', 'overwrite'),
      },
      { label: m.changed.reload(), give: (to) => to.answer('changed', 'reload') },
    ],
  }),
  source: ({ path, compiled }) => ({
    title: m.source.title(),
    paths: [],
    text: m.source.text({ source: nameOf(path), compiled: nameOf(compiled) }),
    answers: [
      { label: m.source.keep(), first: true, give: (to) => to.answer('source', 'keep') },
      {
        label: m.source.remove({ compiled: nameOf(compiled) }),
        give: (to) => to.answer('source', 'remove'),
      },
    ],
  }),
  shadowing: ({ paths }) => ({
    title: m.source.title(),
    paths,
    text: m.source.shadowing({ count: paths.length }),
    answers: [
      { label: m.source.keep(), first: true, give: (to) => to.answer('shadowing', 'keep') },
      {
        label: m.source.removeAll(),
        harsh: true,
        give: (to) => to.answer('shadowing', 'remove'),
      },
    ],
  }),
  'planned-write': () => ({
    title: m.planned.title(),
    paths: [],
    text: m.planned.text(),
    answers: [
      { label: m.planned.yes(), first: true, give: (to) => to.answer('planned-write', 'go-on') },
    ],
  }),
}

export const wordsOf = (question: Of<Exclude<Kind, 'name'>>): QuestionWords =>
  (table[question.ask] as unknown as (of: Question) => QuestionWords)(question)

interface NameWords {
  title: (names: { name: string; count: number }) => string
  label: Message
  hint?: Message
  yes: Message
}

export const nameWords: Record<NamePurpose, NameWords> = {
  'new-file': { title: m.name.newFile, label: m.name.path, yes: m.name.create },
  'new-folder': { title: m.name.newFolder, label: m.name.path, yes: m.name.create },
  rename: { title: m.name.rename, label: m.name.newName, yes: m.name.yesRename },
  move: {
    title: m.name.move,
    label: m.name.folder,
    hint: m.name.folderHint,
    yes: m.name.yesMove,
  },
  'own-app': {
    title: m.name.ownApp,
    label: m.name.appName,
    hint: m.name.appHint,
    yes: m.name.keep,
  },
}

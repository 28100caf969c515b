/** Marks the line that a compiler or a traceback has named, until the text changes. */
import { StateEffect, StateField } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'

/** With the position where the line begins. */
export const markWrongLine = StateEffect.define<number>()

const mark = Decoration.line({ class: 'cm-wrong-line' })

export const wrongLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects }) {
    const marked = effects.find((effect) => effect.is(markWrongLine))
    if (marked) return Decoration.set([mark.range(marked.value as number)])
    return docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})

/**
 * CodeMirror on one text: Python and JSON, search, undo. Loaded with the first text that is opened. Knows neither
 * boards nor files.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { jsonLanguage } from '@codemirror/lang-json'
import { pythonLanguage } from '@codemirror/lang-python'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import {
  highlightSelectionMatches,
  openSearchPanel,
  search,
  searchKeymap,
} from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { Language } from '../../../state/files/content'
import { codeTheme } from './code-theme'
import { editorPhrases } from './phrases'
import { markWrongLine, wrongLine } from './wrong-line'

export interface EditorOptions {
  text: string
  language: Language
  lineBreak: string
  /** For screen readers. */
  label: string
  onChange: (text: string) => void
  onSave: () => void
  /** Escape: the focus leaves, because Tab belongs to the text. */
  onLeave: () => void
}

export interface CodeEditor {
  /** Instead of all that is there; cannot be undone. */
  setText(text: string): void
  setLanguage(language: Language): void
  /** 1-based; the line is marked until the text changes if `isWrong`. */
  goTo(line: number, isWrong: boolean): void
  /** What is selected, and the 1-based line where it begins; undefined if nothing is. */
  selection(): { text: string; firstLine: number } | undefined
  find(): void
  focus(): void
  close(): void
}

const languages: Record<Language, Extension> = {
  python: [pythonLanguage, indentUnit.of('    ')],
  json: [jsonLanguage, indentUnit.of('  ')],
  plain: [],
}

export function openEditor(parent: HTMLElement, options: EditorOptions): CodeEditor {
  const language = new Compartment()
  const stateOf = (text: string) =>
    EditorState.create({
      doc: text,
      extensions: [
        language.of(languages[options.language]),
        EditorState.lineSeparator.of(options.lineBreak),
        ...extensions(options),
      ],
    })
  const view = new EditorView({ parent, state: stateOf(options.text) })
  return {
    setText: (text) => view.setState(stateOf(text)),
    setLanguage: (next) => view.dispatch({ effects: language.reconfigure(languages[next]) }),
    goTo: (line, isWrong) => goTo(view, line, isWrong),
    selection: () => selectionOf(view),
    find: () => void openSearchPanel(view),
    focus: () => view.focus(),
    close: () => view.destroy(),
  }
}

const extensions = ({ label, onChange, onSave, onLeave }: EditorOptions): Extension[] => [
  lineNumbers(),
  highlightSpecialChars(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  history(),
  drawSelection(),
  bracketMatching(),
  indentOnInput(),
  search({ top: true }),
  wrongLine,
  codeTheme,
  EditorState.phrases.of(editorPhrases()),
  EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) onChange(state.sliceDoc())
  }),
  keymap.of([
    { key: 'Mod-s', preventDefault: true, run: () => (onSave(), true) },
    ...searchKeymap,
    ...historyKeymap,
    ...defaultKeymap,
    indentWithTab,
    { key: 'Escape', run: () => (onLeave(), true) },
  ]),
]

function goTo(view: EditorView, wanted: number, isWrong: boolean): void {
  const line = view.state.doc.line(Math.max(1, Math.min(wanted, view.state.doc.lines)))
  view.dispatch({
    selection: { anchor: line.from },
    effects: [
      EditorView.scrollIntoView(line.from, { y: 'center' }),
      ...(isWrong ? [markWrongLine.of(line.from)] : []),
    ],
  })
  view.focus()
}

/** Whole lines, or the first one would seem to be indented otherwise than the rest. */
function selectionOf({ state }: EditorView): { text: string; firstLine: number } | undefined {
  const { from, to, empty } = state.selection.main
  if (empty) return undefined
  const first = state.doc.lineAt(from)
  const last = state.doc.lineAt(to > from && state.doc.lineAt(to).from === to ? to - 1 : to)
  return { text: dedented(state.sliceDoc(first.from, last.to)), firstLine: first.number }
}

/** A part of a function runs by itself without what stands before each of its lines. */
function dedented(text: string): string {
  const lines = text.split('\n')
  const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)![0].length)
  const common = Math.min(...indents)
  return Number.isFinite(common) ? lines.map((line) => line.slice(common)).join('\n') : text
}

/** The editor in the page's own colours, which follow light and dark by themselves. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const looks = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--card)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: 'var(--text-s)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--accent)', paddingBlock: 'var(--gap-s)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    border: '0',
    borderRight: '1px solid var(--line)',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink-2)',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.5rem', paddingRight: 'var(--gap-s)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunken)' },
  // The selection lies below the text's lines: it must be seen through the active one.
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
  '.cm-wrong-line': {
    backgroundColor: 'var(--bad-soft)',
    boxShadow: 'inset 3px 0 0 var(--bad)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'color-mix(in srgb, var(--accent) 30%, transparent)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--warn) 25%, transparent)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--warn-soft)',
    outline: '1px solid var(--warn)',
  },
  '.cm-searchMatch-selected': {
    backgroundColor: 'color-mix(in srgb, var(--warn) 45%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
  '.cm-specialChar': { color: 'var(--bad)' },
  '.cm-panels': {
    borderColor: 'var(--line)',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 'var(--gap-2xs) var(--gap-xs)',
    padding: 'var(--gap-xs) 3rem var(--gap-xs) var(--gap-s)',
    fontFamily: 'var(--font)',
  },
  '.cm-panel.cm-search br': { flexBasis: '100%', height: '0', content: '""' },
  '.cm-panel.cm-search label': {
    alignItems: 'center',
    minHeight: 'var(--quiet)',
    padding: '0',
    fontSize: 'var(--text-s)',
  },
  '.cm-panel.cm-search input[type=checkbox]': { margin: '0 var(--gap-2xs) 0 0' },
  '.cm-textfield': {
    width: '12rem',
    margin: '0',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-s)',
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    font: '1rem / 1.4 var(--font)',
  },
  '.cm-button': {
    margin: '0',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius-s)',
    backgroundImage: 'none',
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    font: '600 var(--text-s) / 1.2 var(--font)',
  },
  '.cm-panel.cm-search [name=close]': {
    top: '0',
    right: '0',
    width: 'var(--touch)',
    border: '0',
    background: 'transparent',
    color: 'var(--ink)',
    fontSize: 'var(--text-l)',
  },
})

const highlighting = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier],
    color: 'var(--accent)',
    fontWeight: '600',
  },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.self], color: 'var(--virtual)' },
  { tag: [tags.comment, tags.meta], color: 'var(--ink-2)', fontStyle: 'italic' },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    color: 'var(--warn)',
  },
  { tag: [tags.propertyName], color: 'var(--ink)' },
  { tag: tags.invalid, color: 'var(--bad)' },
])

export const codeTheme = [looks, syntaxHighlighting(highlighting)]

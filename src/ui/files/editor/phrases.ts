/** CodeMirror's own words, by its names for them: https://codemirror.net/examples/translate/ */
import m from '../../../messages/compiled/files-editor'

/* eslint-disable messages/no-raw-text -- the keys are CodeMirror's */
export const editorPhrases = (): Record<string, string> => ({
  Find: m.find.find(),
  Replace: m.find.replace(),
  next: m.find.next(),
  previous: m.find.previous(),
  all: m.find.all(),
  'match case': m.find.matchCase(),
  regexp: m.find.regexp(),
  'by word': m.find.byWord(),
  replace: m.find.replaceOne(),
  'replace all': m.find.replaceAll(),
  close: m.find.close(),
  'Go to line': m.find.goToLine(),
  go: m.find.go(),
  'on line': m.find.onLine(),
  'current match': m.find.currentMatch(),
  'replaced match on line $': m.find.replacedMatch(),
  'replaced $ matches': m.find.replacedMatches(),
  'Control character': m.find.controlCharacter(),
})

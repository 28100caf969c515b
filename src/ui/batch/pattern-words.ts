/** What is wrong with a pattern for names. */
import m from '../../messages/compiled/batch'
import type { PatternProblem } from '../../state/batch/name-pattern'

export function patternWords(problem: PatternProblem): string {
  switch (problem.why) {
    case 'empty':
      return m.pattern.empty()
    case 'same':
      return m.pattern.same()
    case 'placeholder':
      return m.pattern.placeholder({ text: problem.text.trim() })
    case 'name':
      return m.pattern.name({ name: problem.name })
    case 'hostname':
      return m.pattern.hostname({ name: problem.name })
    case 'alike':
      return m.pattern.alike()
  }
}

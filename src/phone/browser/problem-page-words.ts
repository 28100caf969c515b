/** Why a page is not shown, in words. */
import m from '../../messages/compiled/phone-browser'
import type { PageProblem } from './page-problem'

type Words = (values: { server: string }) => string

const words: Readonly<Record<PageProblem, Words>> = {
  'dns-silent': m.problem.noName,
  'dns-refused': m.problem.noName,
  'dns-no-such-name': m.problem.noName,
  'dns-failed': m.problem.noName,
  'dns-no-address': m.problem.noName,
  'dns-malformed': m.problem.noName,
  'no-network': m.problem.noNetwork,
  refused: m.problem.refused,
  unreachable: m.problem.unreachable,
  'timed-out': m.problem.timedOut,
  reset: m.problem.reset,
  truncated: m.problem.reset,
  malformed: m.problem.malformed,
  'too-large': m.problem.tooLarge,
  'invalid-question': m.problem.notHttp,
  'too-many-redirects': m.problem.redirects,
  'keeps-reloading': m.problem.reloading,
  'not-http': m.problem.notHttp,
  download: m.problem.download,
  other: m.problem.other,
}

/** @param url where it happened */
export function problemPageWords(problem: PageProblem, url: string): string {
  return words[problem]({ server: URL.canParse(url) ? new URL(url).host || url : url })
}

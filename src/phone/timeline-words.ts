/** What each entry of the timeline was for and what came of it, in a sentence or two. */
import m from '../messages/compiled/phone-timeline'
import { size } from '../messages/format'
import { answerOf, detectorById, detectors } from './detectors'
import { decodeAnswer, type DnsProblem } from './dns-message'
import type { HttpAnswer, HttpQuestion } from './http-message'
import { problemWords } from './problem-words'
import type { TimelineEvent } from './timeline'

type Event<K extends TimelineEvent['kind']> = Extract<TimelineEvent, { kind: K }>

/** Whole sentences, plain text. @param phone its name, such as "Android" */
export function timelineWords(event: TimelineEvent, phone: string): string {
  switch (event.kind) {
    case 'joined':
      return m.joined({ phone, network: event.network, address: event.address })
    case 'left':
      return leftWords[event.why]({ phone, network: event.network })
    case 'dns':
      return dnsWords(event, phone)
    case 'http':
      return `${asksWords(event, phone)} ${cameWords(event, phone)}`
    case 'verdict':
      return verdictWords(event, phone)
    case 'board':
      return m.board({ line: event.line })
  }
}

const leftWords = { 'by-hand': m.left.byHand, dropped: m.left.dropped, gone: m.left.gone }

const dnsProblemWords: Record<DnsProblem, typeof m.dns.silent> = {
  'dns-refused': m.dns.refused,
  'dns-no-such-name': m.dns.unknown,
  'dns-failed': m.dns.failed,
  'dns-no-address': m.dns.noAddress,
  'dns-malformed': m.dns.malformed,
}

/** A server that answers with its own address is a portal; another one is a network's ordinary server. */
function dnsWords({ name, query, answer, address, server }: Event<'dns'>, phone: string): string {
  if (!answer) return m.dns.silent({ phone, name })
  if (address !== undefined) {
    const words = address === server ? m.dns.everyName : m.dns.address
    return words({ phone, name, address })
  }
  const said = decodeAnswer(query, answer)
  const problem = 'problem' in said ? said.problem : 'dns-malformed'
  return dnsProblemWords[problem]({ phone, name })
}

function asksWords({ purpose, question }: Event<'http'>, phone: string): string {
  const { url } = question
  switch (purpose) {
    case 'detection':
      return detectionWords(question, phone)
    case 'page':
      return m.asks.page({ phone, url })
    case 'redirect':
      return m.asks.redirect({ phone, url })
    case 'form':
      return m.asks.form({ url })
    case 'script':
      return m.asks.script({ url })
    case 'browser':
      return url.endsWith('/wpad.dat') ? m.asks.proxy({ phone, url }) : m.asks.browser({ url })
  }
}

function detectionWords(question: HttpQuestion, phone: string): string {
  const { protocol, host, pathname, search } = new URL(question.url)
  if (protocol === 'https:') return m.asks.https({ phone, host })
  const isAgain = detectorOf(question) === detectorById.appleAgain
  const words = isAgain ? m.asks.again : m.asks.detection
  return words({ phone, host, path: pathname + search })
}

function cameWords(event: Event<'http'>, phone: string): string {
  const { answer, problem } = event
  if (problem !== undefined) return problemWords(problem, phone)
  if (!answer) return m.answer.open()
  const said = answerWords(answer)
  const meaning = event.purpose === 'detection' ? meaningWords(event, answer, phone) : undefined
  return meaning === undefined ? said : `${said} ${meaning}`
}

function answerWords({ status, statusText, headers, body }: HttpAnswer): string {
  const said = `${status} ${statusText}`.trim()
  const { location } = headers
  if (status >= 300 && status < 400 && location)
    return m.answer.redirect({ status: said, location })
  if (body.length === 0) return m.answer.empty({ status: said })
  const amount = body.length < 1024 ? m.answer.bytes({ count: body.length }) : size(body.length)
  return m.answer.page({ status: said, size: amount })
}

const detectorOf = ({ url, headers }: HttpQuestion) =>
  detectors.find((one) => one.url === url && one.userAgent === headers['user-agent'])

/** Undefined for what is no question of a detector. */
function meaningWords(
  { question }: Event<'http'>,
  { status, headers, body }: HttpAnswer,
  phone: string,
): string | undefined {
  const detector = detectorOf(question)
  if (!detector) return undefined
  const text = new TextDecoder().decode(body)
  const judgement = detector.judge(answerOf({ status, headers, body: text }))
  if (judgement === 'portal') return m.means.portal()
  if (judgement === 'online') return m.means.online()
  return m.means.useless({ reason: problemWords(judgement, phone) })
}

const showWords = {
  'sign-in sheet': m.verdict.sheet,
  browser: m.verdict.browser,
  'own page': m.verdict.ownPage,
}

function verdictWords({ captive, signInUrl, verdict }: Event<'verdict'>, phone: string): string {
  if (verdict?.kind === 'captive') return showWords[verdict.show]({ phone, url: verdict.signInUrl })
  if (verdict?.kind === 'online') return m.verdict.online({ phone })
  if (verdict?.kind === 'no-internet') {
    return m.verdict.noInternet({ phone, reason: problemWords(verdict.reason, phone) })
  }
  if (captive) return m.verdict.sheet({ phone, url: signInUrl ?? '' })
  return m.verdict.nothing({ phone })
}

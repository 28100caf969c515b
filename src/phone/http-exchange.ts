/** One HTTP/1.1 request of the phone over its own DNS and TCP, redirects not followed. */
import { systemClock, until, type PhoneClock } from './clock'
import { ExchangeError } from './exchange-error'
import { HttpAnswerParser } from './http-answer-parser'
import type { HttpAnswer, HttpQuestion } from './http-message'
import { encodeRequest, questionUrl } from './http-request'
import { ConnectError, type PhoneLink, type TcpSocket } from './phone-link'
import { resolve } from './resolve'
import type { Purpose, TimelineWriter } from './timeline'

export { ExchangeError, type ExchangeProblem } from './exchange-error'
export type { HttpAnswer, HttpQuestion } from './http-message'

export interface ExchangeOptions {
  purpose: Purpose
  timeline?: TimelineWriter
  clock?: PhoneClock
  /** For everything together, name to last byte, on `clock`; as long as browsers wait for a silent server. */
  timeoutMs?: number
  /** Of the answer's body; its headers may have 64 KiB. */
  maxBytes?: number
  signal?: AbortSignal
}

const defaultTimeoutMs = 30_000
const defaultMaxBytes = 2 * 1024 * 1024
/** Segments without a byte that a link may hand out in a row. */
const maxEmpty = 1000

interface Run extends ExchangeOptions {
  clock: PhoneClock
  deadlineMs: number
}

/** What has gone over the wire by now. */
interface Traffic {
  startedMs: number | undefined
  address?: string
  sent: Uint8Array
  parser: HttpAnswerParser
}

/**
 * The answer to `question`, whatever its status. Writes the DNS question and the exchange into the timeline.
 * @throws ExchangeError; the signal's reason when it is aborted
 */
export async function exchange(
  link: PhoneLink,
  question: HttpQuestion,
  options: ExchangeOptions,
): Promise<HttpAnswer> {
  const { clock = systemClock, timeoutMs = defaultTimeoutMs, timeline, purpose } = options
  const run = { ...options, clock, deadlineMs: clock.now() + timeoutMs }
  const traffic: Traffic = {
    startedMs: timeline?.now(),
    sent: new Uint8Array(),
    parser: new HttpAnswerParser(question.method, options.maxBytes ?? defaultMaxBytes),
  }
  const note = (answer: HttpAnswer | undefined, problem: string | undefined) => {
    const { address, sent, parser, startedMs } = traffic
    const bytes = { address, sent, received: parser.received }
    timeline?.add({ kind: 'http', purpose, question, ...bytes, answer, problem }, startedMs)
  }
  try {
    const answer = await perform(link, question, run, traffic)
    note(answer, undefined)
    return answer
  } catch (error) {
    note(undefined, error instanceof ExchangeError ? error.reason : 'cancelled')
    throw error
  }
}

async function perform(
  link: PhoneLink,
  question: HttpQuestion,
  run: Run,
  traffic: Traffic,
): Promise<HttpAnswer> {
  run.signal?.throwIfAborted()
  if (!link.joined) throw new ExchangeError('no-network')
  const url = questionUrl(question)
  const request = encodeRequest(question)
  const address = await inTime(resolve(link, url.hostname, run), run)
  traffic.address = address
  traffic.startedMs = run.timeline?.now()
  const socket = await open(link, address, Number(url.port || 80), run)
  try {
    return await inTime(converse(socket, request, traffic), run)
  } catch (error) {
    socket.abort()
    throw error
  }
}

/** `promise`, but not for longer than the exchange may take. */
const inTime = <T>(promise: Promise<T>, { clock, deadlineMs, signal }: Run): Promise<T> =>
  until(promise, {
    clock,
    deadlineMs,
    signal,
    onTimeout: () => new ExchangeError('timed-out'),
  })

/**
 * A TCP connection; one that opens after the deadline is reset.
 * @throws ExchangeError
 */
async function open(link: PhoneLink, address: string, port: number, run: Run): Promise<TcpSocket> {
  const leftMs = Math.max(0, run.deadlineMs - run.clock.now())
  const opening = link.connectTcp(address, port, leftMs)
  try {
    return await inTime(opening, run)
  } catch (error) {
    opening.then(
      (socket) => socket.abort(),
      () => {},
    )
    if (error instanceof ConnectError) throw new ExchangeError(error.reason)
    throw error
  }
}

async function converse(
  socket: TcpSocket,
  request: Uint8Array,
  traffic: Traffic,
): Promise<HttpAnswer> {
  const { parser } = traffic
  traffic.sent = request
  // A server may answer before it has taken everything; a reset is seen in `receive`, too.
  socket.send(request).catch(() => {})
  for (let empty = 0; !parser.isDone;) {
    const bytes = await unlessReset(socket.receive())
    if (!bytes) break
    parser.push(bytes)
    empty = bytes.length > 0 ? 0 : empty + 1
    if (empty > maxEmpty) throw new ExchangeError('malformed')
  }
  const answer = parser.end()
  socket.close()
  return answer
}

const unlessReset = <T>(promise: Promise<T>): Promise<T> =>
  promise.catch(() => {
    throw new ExchangeError('reset')
  })

/** Whether there is a portal, found out as the phone's system does it: `systems.ts` says what is asked. */
import { pause, systemClock, until, type PhoneClock } from './clock'
import type { Detector } from './detectors'
import { exchange, ExchangeError } from './http-exchange'
import type { HttpAnswer } from './http-message'
import { ConnectError, type ConnectProblem, type PhoneLink } from './phone-link'
import { resolve } from './resolve'
import type { PhoneSystem, Probe, Round } from './systems'
import type { TimelineWriter } from './timeline'
import type { Verdict } from './verdict'

export type { NoInternetReason, Verdict } from './verdict'

export interface DetectOptions {
  timeline?: TimelineWriter
  clock?: PhoneClock
  signal?: AbortSignal
}

/** More than any of them answers; Android reads no body at all, the others a page. */
const maxBytes = 64 * 1024
/** What is still under way when the verdict is clear may take this long, so that it comes before the verdict. */
const graceMs = 300
const httpsPort = 443
/** What looks for a proxy on Windows. */
const proxyAgent = 'WinHttp-Autoproxy-Service/5.1'

interface Run extends DetectOptions {
  link: PhoneLink
  system: PhoneSystem
  clock: PhoneClock
  /** On `clock`. */
  endMs: number
}

/**
 * The verdict of `system` on the network that `link` is in. Writes every question and the verdict into the timeline.
 * @throws the signal's reason when it is aborted
 */
export async function detect(
  link: PhoneLink,
  system: PhoneSystem,
  options: DetectOptions = {},
): Promise<Verdict> {
  const { clock = systemClock, timeline } = options
  const run = { ...options, link, system, clock, endMs: clock.now() + system.timeoutMs }
  const verdict = await decide(run)
  const captive = verdict.kind === 'captive'
  const signInUrl = captive ? verdict.signInUrl : undefined
  timeline?.add({ kind: 'verdict', captive, signInUrl, verdict })
  return verdict
}

async function decide(run: Run): Promise<Verdict> {
  const { rounds, confirm } = run.system
  let first: Verdict | undefined
  for (const round of rounds) {
    const verdict = await askRound(round, run)
    if (verdict.kind !== 'no-internet') {
      const again = verdict.kind === 'captive' && confirm ? await askRound(confirm, run) : verdict
      return again.kind === 'captive' ? { ...again, signInUrl: signInUrlOf(verdict, again) } : again
    }
    first ??= verdict
  }
  return first ?? { kind: 'no-internet', reason: 'timed-out' }
}

/** The first question says what to open; the second only whether. */
const signInUrlOf = (first: Verdict, again: Verdict & { kind: 'captive' }): string =>
  first.kind === 'captive' ? first.signInUrl : again.signInUrl

/** The first verdict that is not "no Internet", else that of the first probe that has one. */
async function askRound(round: Round, run: Run): Promise<Verdict> {
  const { clock, signal, endMs } = run
  const waitMs = Math.min(round.waitMs, endMs - clock.now())
  const asked = round.probes.map((probe) => askProbe(probe, waitMs, run))
  const all = Promise.all(asked)
  const decided: (Verdict | undefined)[] = await Promise.race([all, ...asked.map(whenDecided)])
  await Promise.race([all, pause(clock, graceMs, signal)])
  signal?.throwIfAborted()
  const verdicts = decided.filter((one) => one !== undefined)
  const useful = verdicts.find(({ kind }) => kind !== 'no-internet')
  return useful ?? verdicts[0] ?? { kind: 'no-internet', reason: 'timed-out' }
}

/** Never settles unless the probe decides. */
const whenDecided = (probe: Promise<Verdict | undefined>): Promise<[Verdict]> =>
  new Promise((settle, reject) => {
    probe.then((verdict) => {
      if (verdict && verdict.kind !== 'no-internet') settle([verdict])
    }, reject)
  })

/** Undefined: this question decides nothing. */
async function askProbe(probe: Probe, waitMs: number, run: Run): Promise<Verdict | undefined> {
  try {
    return await ask(probe, waitMs, run)
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return probe.ask === 'http' ? { kind: 'no-internet', reason: error.reason } : undefined
  }
}

async function ask(probe: Probe, waitMs: number, run: Run): Promise<Verdict | undefined> {
  const { link, clock, timeline, signal } = run
  const options = { purpose: 'detection', timeline, clock, signal, timeoutMs: waitMs } as const
  const deadlineMs = clock.now() + waitMs
  switch (probe.ask) {
    case 'http':
      return askHttp(probe, waitMs, run)
    case 'https':
      return void (await knock(probe.host, deadlineMs, run))
    case 'name':
      return void (await resolve(link, probe.host, { ...options, deadlineMs }))
    case 'proxy': {
      const headers = { 'user-agent': proxyAgent }
      const question = { method: 'GET', url: probe.url, headers }
      return void (await exchange(link, question, { ...options, purpose: 'browser', maxBytes }))
    }
  }
}

async function askHttp(
  probe: Probe & { ask: 'http' },
  waitMs: number,
  { link, system, clock, timeline, signal }: Run,
): Promise<Verdict> {
  const { detector } = probe
  const startMs = clock.now()
  const headers = { 'user-agent': detector.userAgent, ...probe.headers }
  const answer = await exchange(
    link,
    { method: 'GET', url: detector.url, headers },
    { purpose: 'detection', timeline, clock, timeoutMs: waitMs, maxBytes, signal },
  )
  const body = new TextDecoder().decode(answer.body)
  const judgement = detector.judge({ ...answer, body, tookMs: clock.now() - startMs })
  if (judgement === 'online') return { kind: 'online' }
  if (judgement !== 'portal') return { kind: 'no-internet', reason: judgement }
  const signInUrl = signInAt(probe, detector, answer)
  return { kind: 'captive', signInUrl, show: system.sheet.kind, answer }
}

function signInAt(
  probe: Probe & { ask: 'http' },
  detector: Detector,
  { status, headers }: HttpAnswer,
): string {
  if (probe.signInAt !== 'location') return probe.signInAt.url
  return status >= 300 && headers.location ? headers.location : detector.url
}

/**
 * A connection to the port of HTTPS. No TLS follows: a portal has no certificate for that name, and the virtual
 * Internet has none either.
 */
async function knock(host: string, deadlineMs: number, run: Run): Promise<void> {
  const { link, clock, timeline, signal } = run
  const address = await resolve(link, host, { ...run, deadlineMs, purpose: 'detection' })
  const startedMs = timeline?.now()
  const waiting = { clock, deadlineMs, signal, onTimeout: () => new ConnectError('timed-out') }
  const problem = await connectProblem(
    until(tryConnect(link, address, deadlineMs - clock.now()), waiting),
  )
  const question = { method: 'GET', url: `https://${host}/generate_204`, headers: {} }
  const nothing = { sent: new Uint8Array(), received: new Uint8Array(), answer: undefined }
  timeline?.add(
    { kind: 'http', purpose: 'detection', question, address, ...nothing, problem },
    startedMs,
  )
}

async function tryConnect(link: PhoneLink, address: string, timeoutMs: number): Promise<void> {
  const socket = await link.connectTcp(address, httpsPort, Math.max(0, timeoutMs))
  socket.abort()
}

/** Undefined: it opens. */
const connectProblem = (opening: Promise<void>): Promise<ConnectProblem | undefined> =>
  opening.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ConnectError) return error.reason
      throw error
    },
  )

/** What has gone between phone and board, in order: the data of the timeline. */
import type { Verdict } from './verdict'
import type { HttpAnswer, HttpQuestion } from './http-message'

export type Purpose =
  | 'detection'
  | 'page'
  | 'redirect'
  | 'form'
  | 'script'
  /** What browsers ask for by themselves: /favicon.ico, /wpad.dat. */
  | 'browser'

export type TimelineEvent =
  | { kind: 'joined'; network: string; address: string }
  | { kind: 'left'; network: string; why: 'by-hand' | 'dropped' | 'gone' }
  | {
      kind: 'dns'
      name: string
      purpose: Purpose
      query: Uint8Array
      answer: Uint8Array | undefined
      /** The address in the answer. */
      address: string | undefined
      /** Whom the network names as its DNS server. */
      server?: string
    }
  | {
      kind: 'http'
      purpose: Purpose
      question: HttpQuestion
      /** Of the server; undefined if its name had none. */
      address?: string
      /** As sent and as received. */
      sent: Uint8Array
      received: Uint8Array
      /** Undefined: no complete answer came; `problem` says why. */
      answer: HttpAnswer | undefined
      problem: string | undefined
    }
  | {
      kind: 'verdict'
      captive: boolean
      signInUrl: string | undefined
      /** The same with its reasons. */
      verdict?: Verdict
    }
  /** A line that the board printed on its console. */
  | { kind: 'board'; line: string }

export type TimelineEntry = TimelineEvent & {
  id: number
  /** Since the timeline began, in ms. */
  atMs: number
  /** Until it ended, in ms; 0 for what takes no time. */
  tookMs: number
  /** How many bytes of this entry were not kept. */
  cutBytes?: number
}

/** Where the parts of the phone write down what they do. */
export interface TimelineWriter {
  add(event: TimelineEvent, startedMs?: number): void
  now(): number
}

/**
 * What a board does now, as one union: made by `board-watch.ts` from the console's lines, and the one
 * source of what the page says of a running board.
 */
export interface AccessPoint {
  name?: string
  address: string
}

/** What became of the program that runs after the portal. */
export type ProgramEnd = 'ended' | 'interrupted' | 'failed'

/** A network that could not be joined. */
export interface Refusal {
  network: string
  /** "wrong", "refused", "closed", "gone", "silent", "unclear", or a word of a newer portal. */
  why: string
}

export type BoardNow =
  /** Nothing that is known was said yet. */
  | { is: 'quiet' }
  | { is: 'starting' }
  /** `refused`: by a network that the board has tried by itself since it was started. */
  | { is: 'portal'; accessPoint: AccessPoint; phone?: true; refused?: Refusal }
  | { is: 'trying'; network: string; accessPoint?: AccessPoint }
  /** `staysClosed`: no access point opens by itself. */
  | ({ is: 'refused'; accessPoint?: AccessPoint; staysClosed?: true } & Refusal)
  | {
      is: 'joined'
      network: string
      /** The board's own in that network. */
      address: string
      /** Still open for the phone that is to see the result. */
      accessPoint?: AccessPoint
      app?: string
      /** By another network, before this one. */
      refused?: Refusal
      /** Undefined while a program runs. */
      end?: ProgramEnd
      error?: string
    }
  /** MicroPython's prompt, without a network. */
  | { is: 'stopped'; end: ProgramEnd; error?: string }

/** What the portal's report at the end of an installation says. */
export function nowOf(report: {
  accessPointName?: string
  address?: string
  joined?: string
  refused?: Refusal
}): BoardNow {
  const { accessPointName: name, address, joined, refused } = report
  if (address === undefined) {
    return refused ? { is: 'refused', ...refused, staysClosed: true } : { is: 'quiet' }
  }
  if (joined !== undefined) return { is: 'joined', network: joined, address }
  return { is: 'portal', accessPoint: { ...(name === undefined ? {} : { name }), address } }
}

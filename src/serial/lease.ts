/**
 * One owner of a port at a time: flasher, REPL or console. A second one is refused with the name of
 * the first, or waits while the first is closing it. Knows nothing of opening and closing.
 */
import { withDeadline, type WaitOptions } from '../async/deadline'
import { DeviceError } from '../errors'

export interface Lease {
  readonly owner: string
  /** Gives the port back; a second call does nothing. */
  release(): void
  /** Gives the port back when `closing` has settled; whoever asks meanwhile waits for it. */
  releaseAfter(closing: Promise<unknown>): void
}

export interface LeaseOptions extends WaitOptions {
  /** How long to wait for an owner who is not leaving. Default: not at all. */
  waitMs?: number
}

/** Longer than any bounded close takes. */
const leavingTimeoutMs = 5000

interface Holder extends Lease {
  leaving: boolean
  readonly released: Promise<void>
}

const holders = new WeakMap<object, Holder>()

/** Who has the port now, if anybody. */
export const ownerOf = (port: object): string | undefined => holders.get(port)?.owner

/**
 * Gives `owner` exclusive use of the port; release it in a `finally`.
 * @throws DeviceError `port-busy` while somebody else has it; `port-timeout` if the driver does not finish
 *   closing it for the owner before
 */
export async function takeLease(
  port: object,
  owner: string,
  { waitMs = 0, signal }: LeaseOptions = {},
): Promise<Lease> {
  signal?.throwIfAborted()
  for (let holder = holders.get(port); holder; holder = holders.get(port)) {
    const timeoutMs = holder.leaving ? leavingTimeoutMs : waitMs
    const late = holder.leaving ? stuckError(holder.owner) : busyError(holder.owner)
    if (timeoutMs === 0) throw late
    await withDeadline(holder.released, timeoutMs, () => late, { signal })
  }
  const holder = newHolder(port, owner)
  holders.set(port, holder)
  return holder
}

const busyError = (owner: string) => new DeviceError('port-busy', `The ${owner} has the port.`)

/** Nobody else has it: the driver does not come back from opening or closing it for `owner`. */
const stuckError = (owner: string) =>
  new DeviceError('port-timeout', `The driver still has not released the port for the ${owner}.`)

function newHolder(port: object, owner: string): Holder {
  let settle: () => void = () => undefined
  const released = new Promise<void>((resolve) => (settle = resolve))
  const holder: Holder = {
    owner,
    leaving: false,
    released,
    release() {
      if (holders.get(port) === holder) holders.delete(port)
      settle()
    },
    releaseAfter(closing) {
      holder.leaving = true
      void closing.catch(() => undefined).then(() => holder.release())
    },
  }
  return holder
}

/**
 * The JavaScript module `_host` as MicroPython sees it: passes buffers in its memory to the host, and writes the
 * host's replies into them. Nothing here may throw: a JavaScript exception would end the interpreter instead of
 * becoming a Python exception.
 */
import { errno } from './host-calls'
import type { HostArgument, HostOperation, HostReply, SynchronousHost } from './host-calls'

const nothing = new Uint8Array(0)

/**
 * @param memory   the interpreter's memory, read for each call because it may be replaced
 * @param collect  collects garbage now if that is possible
 * @param onPanic  called with an exception of the host, which Python sees as EIO
 */
export function hostModule(
  host: SynchronousHost,
  memory: () => Uint8Array,
  collect: () => void,
  onPanic: (error: unknown) => void,
) {
  const ask = (op: HostOperation, args: HostArgument[], data: Uint8Array): HostReply => {
    try {
      return host({ op, args, data })
    } catch (error) {
      onPanic(error)
      return -5 // EIO
    }
  }
  return {
    collect,
    call(op: HostOperation, ...args: HostArgument[]): number | string {
      const reply = ask(op, args, nothing)
      return reply instanceof Uint8Array ? -errno.EINVAL : reply
    },
    call_with(op: HostOperation, address: number, size: number, ...args: HostArgument[]) {
      const reply = ask(op, args, memory().slice(address, address + size))
      if (!(reply instanceof Uint8Array)) return reply
      const fitting = reply.subarray(0, size)
      memory().set(fitting, address)
      return fitting.length
    },
  }
}

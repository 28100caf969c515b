/**
 * The JS module `_host` as MicroPython sees it: turns addresses in its memory into bytes for the
 * host, and bytes of the host into memory. Nothing here may throw: a JavaScript exception would
 * tear down the interpreter instead of becoming a Python one.
 */
import { errno } from './host-calls'
import type { HostArgument, HostOperation, HostReply, SynchronousHost } from './host-calls'

const nothing = new Uint8Array(0)

/**
 * @param memory   the interpreter's memory, asked anew each time because it may be replaced
 * @param collect  collects garbage now if that is possible
 * @param onPanic  told of an exception of the host, which Python sees as EIO
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

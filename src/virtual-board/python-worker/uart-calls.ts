/**
 * Host calls about the UART: answered in Python's own thread, because the next byte may arrive before the board
 * would have answered.
 */
import { errno, type HostReply, type HostRequest } from '../interpreter/host-calls'
import type { Channel } from './channel'
import type { Output } from './output'

/** Returns the reply; undefined if the request is not about the UART. */
export function uartCall(
  channel: Channel,
  output: Output,
  { op, args, data }: HostRequest,
): HostReply | undefined {
  const value = Number(args[0])
  if (op === 'kbd_intr') {
    if (!Number.isInteger(value) || value > 255) return -errno.EINVAL
    channel.interruptCharacter = value
    return 0
  }
  if (op === 'write') {
    output.raw(data)
    return 0
  }
  if (op !== 'dupterm') return undefined
  attach(channel, output, value !== 0)
  return 0
}

/** Sets whether the UART is one of the REPL's terminals, as it is after each reset. */
export function attach(channel: Channel, output: Output, attached: boolean): void {
  channel.attached = attached
  output.attached = attached
}

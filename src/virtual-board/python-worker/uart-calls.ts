/**
 * What Python asks of its own UART: answered in its own thread, because the next byte may be there
 * before the board would have answered.
 */
import { errno, type HostReply, type HostRequest } from '../interpreter/host-calls'
import type { Channel } from './channel'
import type { Output } from './output'

/** The reply; undefined if the request is not about the UART. */
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

/** Whether the UART is one of the REPL's terminals; after each reset it is. */
export function attach(channel: Channel, output: Output, attached: boolean): void {
  channel.attached = attached
  output.attached = attached
}

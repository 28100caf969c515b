/** What a client asks a board: https://www.improv-wifi.com/serial/#rpc-command */
import { concatBytes } from '../bytes/bytes'
import { encodeFrame, frameType } from './frame'

export const commandId = { join: 1, state: 2, networks: 4 } as const

const command = (id: number, data: Uint8Array = new Uint8Array()) =>
  encodeFrame({
    type: frameType.command,
    data: concatBytes([Uint8Array.of(id, data.length), data]),
  })

export const askState = (): Uint8Array<ArrayBuffer> => command(commandId.state)

export const askNetworks = (): Uint8Array<ArrayBuffer> => command(commandId.networks)

export interface Credentials {
  /** 1 to 32 bytes. */
  name: Uint8Array
  /** At most 64 bytes; none for an open network. */
  password: Uint8Array
}

/** @throws RangeError for a name or password that no network can have; it does not tell either */
export function askToJoin({ name, password }: Credentials): Uint8Array<ArrayBuffer> {
  if (name.length < 1 || name.length > 32) throw new RangeError('A name has 1 to 32 bytes.')
  if (password.length > 64) throw new RangeError('A password has at most 64 bytes.')
  const parts = [name, password].flatMap((part) => [Uint8Array.of(part.length), part])
  return command(commandId.join, concatBytes(parts))
}

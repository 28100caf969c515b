/** One HTTP exchange of a phone, as bytes: enough for tests of what carries it. */
import type { PhoneLink, TcpSocket } from '../../src/phone/phone-link'
import { encode } from './bytes'

/** Everything up to the other side's FIN. */
export async function readAll(socket: TcpSocket): Promise<Uint8Array> {
  const received: number[] = []
  for (let bytes = await socket.receive(); bytes; bytes = await socket.receive()) {
    received.push(...bytes)
  }
  return Uint8Array.from(received)
}

export async function ask(
  link: PhoneLink,
  address: string,
  request: string,
  timeoutMs = 10_000,
): Promise<Uint8Array> {
  const socket = await link.connectTcp(address, 80, timeoutMs)
  await socket.send(encode(request))
  const answer = await readAll(socket)
  socket.close()
  return answer
}

export const get = (path: string, host = '192.168.4.1'): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

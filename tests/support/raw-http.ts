/** HTTP byte by byte, for clients that no library would build. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: string
  /** Everything as it came. */
  text: string
}

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await once(socket, 'connect')
  socket.on('error', () => undefined) // a reset is an event of its own below
  return socket
}

/** Hands each piece to the network before the next. */
export async function send(socket: Socket, ...pieces: string[]): Promise<void> {
  for (const piece of pieces) {
    await new Promise<void>((resolve, reject) => {
      socket.write(piece, 'latin1', (error) => (error ? reject(error) : resolve()))
    })
  }
}

/** Everything until the board closes; rejects after a reset. */
export function received(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    socket.on('end', () => resolve(text))
    socket.on('error', (error) => reject(new Error(`${error.message} after "${text}"`)))
  })
}

export function understand(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  return { status, headers, body: rest.join('\r\n\r\n'), text }
}

/** One request on a connection of its own. */
export async function ask(port: number, ...pieces: string[]): Promise<RawAnswer> {
  const socket = await open(port)
  // Whoever is refused may be cut off while still talking: what was heard decides.
  const spoken = send(socket, ...pieces).catch(() => undefined)
  const [text] = await Promise.all([received(socket), spoken])
  socket.destroy()
  return understand(text)
}

export const request = (line: string, host = '192.168.4.1', more = '') =>
  `${line} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`

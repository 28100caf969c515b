/**
 * A virtual board on a TCP port of this machine, for any program that speaks RFC 2217. One client at a
 * time, as with a cable. Knows sockets; the protocol is in server-protocol.ts.
 */
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { VirtualBoard } from '../../virtual-board/board'
import type { Clock } from '../../virtual-board/clock'
import { realClock } from '../../virtual-board/clock'
import { LinePairing } from './dtr-rts-pairing'
import { Rfc2217Session } from './server-protocol'

const maxUnsentBytes = 65536
const usualBaudRate = 115200

export interface BoardServer {
  port: number
  close(): Promise<void>
}

/** @param port 0 for any free one; only 127.0.0.1 is served */
export async function serveBoard(
  board: VirtualBoard,
  port: number,
  { clock = realClock() }: { clock?: Clock } = {},
): Promise<BoardServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    connect(board, socket, clock)
  })
  await listening(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function connect(board: VirtualBoard, socket: Socket, clock: Clock): void {
  const { bridge } = board
  socket.setNoDelay(true)
  const client = {
    room: () => Math.max(0, maxUnsentBytes - socket.writableLength),
    receive: (bytes: Uint8Array) => session.data(bytes),
    lost: () => socket.destroy(),
  }
  if (!bridge.open(client, usualBaudRate)) {
    socket.end('The board is in use.\r\n')
    return
  }
  const lines = new LinePairing(clock, (both) => bridge.setLines(both))
  const session = new Rfc2217Session(
    {
      get baudRate() {
        return bridge.baudRate
      },
      set baudRate(baudRate) {
        bridge.baudRate = baudRate
      },
      get dataTerminalReady() {
        return lines.lines.dataTerminalReady
      },
      get requestToSend() {
        return lines.lines.requestToSend
      },
      setLines: (change) => lines.set(change),
      send: (bytes) => sendWithBackpressure(board, socket, bytes),
      purgeTransmit: () => bridge.flushTransmit(),
    },
    (bytes) => socket.write(bytes),
  )
  socket.on('data', (bytes) => session.receive(bytes))
  socket.on('drain', () => bridge.roomMade())
  socket.on('close', () => {
    lines.dispose()
    if (bridge.client === client) bridge.close()
  })
  session.start()
}

/** The client may not run ahead of the wire by more than a driver would let it. */
function sendWithBackpressure({ bridge }: VirtualBoard, socket: Socket, bytes: Uint8Array): void {
  bridge.send(bytes)
  socket.pause()
  void bridge.sent(maxUnsentBytes).then(() => socket.resume())
}

/** How a phone in a network asks over UDP and connects over TCP, each until its time is over. */
import { ConnectError, type TcpSocket } from '../../phone/phone-link'
import type { Clock } from '../clock'
import type { Connection } from './connection'
import type { Host } from './host'
import type { Membership } from './membership'
import { PhoneSocket } from './phone-socket'

/** First pause before a SYN is sent again, in ms; it doubles (RFC 6298). */
const synAgainMs = 1000
const firstPort = 49_152

export interface Call {
  address: string
  port: number
  timeoutMs: number
}

let nextPort = firstPort
/** Of the phone, for one question. */
const freePort = () => (nextPort = nextPort < 65_535 ? nextPort + 1 : firstPort)

export function askUdp(
  clock: Clock,
  membership: Membership | undefined,
  { address, port, bytes, timeoutMs }: Call & { bytes: Uint8Array },
): Promise<Uint8Array | undefined> {
  if (!membership) return Promise.resolve(undefined)
  const { toPeer, toPhone, route, ends } = membership
  const from = { address: route.joined.address, port: freePort(), bytes: bytes.slice() }
  return new Promise((resolve) => {
    let stop: (() => void) | undefined
    const finish = (answer?: Uint8Array) => {
      cleanUp.forEach((one) => one())
      stop?.()
      resolve(answer)
    }
    const cleanUp = [clock.after(timeoutMs, finish), ends.add(() => finish())]
    const take = (answer: Uint8Array) => {
      const copy = answer.slice()
      toPhone.carry(() => finish(copy))
    }
    toPeer.carry(() => {
      const host = hostAt(membership, address)
      if (!host) return
      stop = host.ask(port, from, take)
      if (!stop) toPhone.carry(() => finish()) // ICMP: the port is closed
    })
  })
}

/** @throws ConnectError */
export function connectTcp(
  clock: Clock,
  membership: Membership | undefined,
  call: Call,
): Promise<TcpSocket> {
  if (!membership) return Promise.reject(new ConnectError('unreachable'))
  const { toPeer, toPhone, ends } = membership
  return new Promise((resolve, reject) => {
    let isOver = false
    let cancelAgain = () => {}
    const finish = (settle: () => void) => {
      isOver = true
      cleanUp.forEach((one) => one())
      cancelAgain()
      settle()
    }
    const fail = (why: ConnectError['reason']) => finish(() => reject(new ConnectError(why)))
    const cleanUp = [
      clock.after(call.timeoutMs, () => fail('timed-out')),
      ends.add(() => fail('unreachable')),
    ]
    const answered = (host: Host, connection: Connection | undefined) => {
      if (isOver) return connection?.end('both')
      if (!connection) return fail('refused')
      finish(() => resolve(openSocket(clock, membership, connection, host)))
    }
    const knock = (againMs: number) => {
      toPeer.carry(() => {
        const host = isOver ? undefined : hostAt(membership, call.address)
        if (!host) return
        const connection = host.accept(call.port, membership.route.joined.address)
        cancelAgain()
        toPhone.carry(() => answered(host, connection))
      })
      cancelAgain = clock.after(againMs, () => knock(2 * againMs))
    }
    knock(synAgainMs)
  })
}

function hostAt({ route }: Membership, address: string): Host | undefined {
  const host = route.hostAt(address)
  return host?.isThere() ? host : undefined
}

function openSocket(
  clock: Clock,
  { toPeer, toPhone, ends }: Membership,
  connection: Connection,
  host: Host,
): PhoneSocket {
  const isPeerThere = () => host.isThere()
  const onOver = () => forget()
  const leave = () => socket.fail('The phone is no longer in the network.')
  const forget = ends.add(leave)
  const socket = new PhoneSocket(connection, { clock, toPeer, toPhone, isPeerThere, onOver })
  return socket
}

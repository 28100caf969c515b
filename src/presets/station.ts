/**
 * A board's fixed address in its home network, and what is wrong with one: said for each field by itself, so that a
 * form can say it there. Whoever has none gets an address from the router.
 */
import * as v from 'valibot'
import m from '../messages/compiled/preset-rules'
import type { Message } from '../messages/format'
import { ipv4Number, isHostIn, isNetmask, isSameNetwork, isPrivate, isUnicast } from './ipv4'

export interface Station {
  ip: string
  /** Left out: 255.255.255.0. */
  netmask?: string
  gateway: string
  /** Left out: the gateway. */
  dns?: string
}

export type StationProblems = Partial<Record<keyof Station, Message>>

const usualMask = 0xffffff00
export const usualNetmask = '255.255.255.0'

/** @param accessPointAddress of the board's own network, a /24, in which none of these can be */
export function stationProblems(station: Station, accessPointAddress: string): StationProblems {
  const mask = station.netmask ? ipv4Number(station.netmask) : usualMask
  const isMask = mask !== undefined && isNetmask(mask)
  const own = ipv4Number(accessPointAddress)
  return withoutFine({
    ip: addressProblem(station.ip, isMask ? mask : usualMask, own),
    netmask: isMask ? undefined : m.station.netmask,
    gateway: gatewayProblem(station, isMask ? mask : usualMask),
    dns: station.dns ? hostProblem(station.dns) : undefined,
  })
}

/** True for an address that can be, but that no home network has: the Internet's. */
export function isForeign(text: string): boolean {
  const address = ipv4Number(text)
  return address !== undefined && isUnicast(address) && !isPrivate(address)
}

function hostProblem(text: string): Message | undefined {
  const address = ipv4Number(text)
  if (address === undefined) return m.station.form
  return isUnicast(address) ? undefined : m.station.unusable
}

function addressProblem(text: string, mask: number, own?: number): Message | undefined {
  const problem = hostProblem(text)
  const address = ipv4Number(text)
  if (problem || address === undefined) return problem
  if (!isHostIn(address, mask)) return m.station.notAHost
  const isOwn = own !== undefined && isSameNetwork(address, own, (mask & usualMask) >>> 0)
  return isOwn ? m.station.accessPointsNet : undefined
}

function gatewayProblem({ ip, gateway }: Station, mask: number): Message | undefined {
  const problem = hostProblem(gateway)
  const [address, router] = [ipv4Number(ip), ipv4Number(gateway)]
  if (problem || router === undefined) return problem
  if (!isHostIn(router, mask)) return m.station.notAHost
  if (address === undefined) return undefined
  if (address === router) return m.station.gatewayIsBoard
  return isSameNetwork(address, router, mask) ? undefined : m.station.otherNet
}

const withoutFine = (problems: Record<keyof Station, Message | undefined>): StationProblems =>
  Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem))

/** The form of it alone: whether the addresses fit together, the whole portal's schema asks. */
export const stationSchema = v.strictObject({
  ip: v.string(),
  netmask: v.optional(v.string()),
  gateway: v.string(),
  dns: v.optional(v.string()),
})

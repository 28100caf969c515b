/** Where a board is found, from what it says: in a network, or as an access point of its own. */
import m from '../../messages/compiled/hub'
import type { Message } from '../../messages/format'
import type { BoardNow } from '../../micropython/board-now'
import { networkText } from '../shared/qr/wifi'

export interface Place {
  network?: string
  /** Of the access point, as far as it is known. */
  password?: string
  networkTerm: Message
  url: string
  /** For a phone's camera: joins the access point, or opens the address. */
  code?: { text: string; label: string; caption: string }
  /** What must be so that the link leads anywhere. */
  condition: string
  virtual: Message
  /** Opening it is what comes next. */
  first: boolean
}

/** It would be moved: nothing says that its network refuses it. */
export const isInNetwork = (now: BoardNow | undefined): boolean =>
  now?.is === 'joined' && !now.refused

/**
 * Undefined while the board can be reached nowhere.
 * @param password of its access point, as far as it is known
 */
export function placeOf(now: BoardNow, password?: string): Place | undefined {
  if (now.is === 'joined') return placeInNetwork(now)
  const accessPoint = 'accessPoint' in now ? now.accessPoint : undefined
  if (!accessPoint) return undefined
  const { name, address } = accessPoint
  const code = name && {
    text: networkText(name, password),
    label: m.place.joinCode({ name }),
    caption: m.place.scanToJoin(),
  }
  return {
    network: name,
    password,
    networkTerm: m.place.accessPoint,
    url: `http://${address}/`,
    code: code || undefined,
    condition: m.place.joinFirst(),
    virtual: m.place.virtualAccessPoint,
    first: false,
  }
}

function placeInNetwork({ network, address }: BoardNow & { is: 'joined' }): Place {
  const url = `http://${address}/`
  return {
    network,
    networkTerm: m.place.network,
    url,
    code: { text: url, label: m.place.openCode({ address: url }), caption: m.place.scanToOpen() },
    condition: m.place.sameNetwork({ network }),
    virtual: m.place.virtualAddress,
    first: true,
  }
}

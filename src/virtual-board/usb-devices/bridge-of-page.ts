/** What browser tests ask of the board that a page makes, before the page makes it. Nothing of the page asks. */
import { bridgeKinds, type BridgeKind } from './chips'

declare global {
  /** One of `bridgeKinds`. */
  var virtualBoardBridge: unknown
}

/** The board's USB chip: a CH340, unless a test has asked for another one. */
export function bridgeOfPage(): { kind: BridgeKind } {
  const wish = globalThis.virtualBoardBridge
  return { kind: bridgeKinds.find((kind) => kind === wish) ?? 'ch340' }
}

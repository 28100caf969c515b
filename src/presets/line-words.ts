/** A preset in one line: its access point and its app. Part of the first load, unlike words.ts. */
import m from '../messages/compiled/preset-line'
import type { Preset } from './schema'

/** The access point's name, or its form where the board makes it from its own address. */
export const accessPointWords = ({ portal }: Preset): string =>
  portal.accessPointName || m.accessPointByAddress()

/** "Access point: Lamp · App: blink"; the access point's name is somebody's own, so it comes apart. */
export const lineWords =
  ({ app }: Preset) =>
  (name: string): string =>
    app ? m.withApp({ name, app: app.name }) : m.accessPoint({ name })

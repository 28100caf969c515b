/**
 * What gives a board that runs a network. Beside services.ts, so that the first load lists none of its parts.
 */
import type { SessionServices } from './state/session-services'

export const { listen, openWifi }: Pick<SessionServices, 'listen' | 'openWifi'> = {
  listen: async (port, options) => (await import('./provision/boot/listen')).listen(port, options),
  openWifi: async (link, options) => {
    const { openWifi } = await import('./provision/wifi/open-wifi')
    return openWifi(link, options)
  },
}

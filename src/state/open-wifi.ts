/**
 * Lends the console of a board that runs to whoever gives it a network. The state says so, and whatever ends the
 * session gives the board its program back. Loaded when it is used.
 */
import { delay } from '../async/deadline'
import { DeviceError } from '../errors'
import type { BoardWifi, OpenWifiOptions } from '../provision/wifi/board-wifi'
import type { SessionMachine } from './session-machine.svelte'
import type { SessionServices } from './session-services'

/** A board that does not listen any more must not keep its port. */
const closeMs = 3000

/**
 * @param onChoice called when the board is given a network
 * @throws DeviceError as `Session.openWifi`
 */
export async function openWifi(
  machine: SessionMachine,
  services: Pick<SessionServices, 'openWifi'>,
  options: OpenWifiOptions,
  onChoice: () => void,
): Promise<BoardWifi> {
  const { state, connection } = machine
  if (state.at !== 'running') throw new DeviceError('unexpected', 'No board runs here.')
  if (state.filesOpen || state.wifiOpen) {
    throw new DeviceError('port-busy', 'The console is lent already.')
  }
  const { link } = state
  const done = () => {
    if (connection.ended) return
    connection.onEnd(() => link.close())
    machine.note(connection, { wifiOpen: undefined })
  }
  machine.note(connection, { wifiOpen: true })
  try {
    const wifi = await services.openWifi(link, options)
    if (connection.ended) {
      await wifi.close()
      throw new DeviceError('port-lost', 'The board was released.')
    }
    connection.onEnd(async () => {
      await Promise.race([wifi.close(), delay(closeMs)])
      await link.close()
    })
    return {
      networks: (options) => wifi.networks(options),
      join: (credentials, options) => {
        onChoice()
        return wifi.join(credentials, options)
      },
      close: () => wifi.close().then(done),
    }
  } catch (error) {
    done()
    throw error
  }
}

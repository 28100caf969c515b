/**
 * What both pages (main.ts, lab.ts) give to their Session: the only place that picks real or virtual
 * ports. Everything that is not needed to show a page is loaded when it is.
 */
import { loadOnce } from './async/load-once'
import { DeviceError } from './errors'
import { indexedDbStore, type KeyValueStore } from './presets/key-value-store'
import { RescuedFiles } from './provision/rescue/rescued-files'
import { PortLocks } from './serial/port-locks'
import { LazyProvider } from './serial/lazy-provider'
import type { PortAccess } from './serial/port-access'
import type { SerialProvider } from './serial/provider'
import type { Usb } from './serial/webusb/usb-device'
import type { ServiceWorkerOptions } from './service-worker-client'
import type { FirmwareServices } from './state/firmware.svelte'
import type { SessionServices } from './state/session-services'
import type { BesideBoard } from './virtual-board-of-page'
import type { Environment } from './ui/shared/platform'

/** Where ports of real boards come from, by the browser's interface; asked only for what `access` names. */
export type RealPorts = Record<PortAccess, SerialProvider | undefined>

export const realPorts = (): RealPorts => ({
  'web-serial': navigator.serial,
  'web-usb': new LazyProvider(async () => {
    const { WebUsbSerial } = await import('./serial/webusb/webusb-serial')
    return new WebUsbSerial((navigator as Navigator & { usb: Usb }).usb)
  }),
})

/** What this browser takes first; undefined where it reaches no board. */
export const firstOf = ({ access }: Environment, real: RealPorts): SerialProvider | undefined =>
  access[0] && real[access[0]]

export function sessionServices(
  environment: Environment,
  real: RealPorts,
): SessionServices & Required<Pick<SessionServices, 'surroundings'>> {
  let made: BesideBoard | undefined
  /** One virtual board for the life of the page: what was flashed stays on it. */
  const virtualBoard = loadOnce(async () => {
    const { makeVirtualBoard } = await import('./virtual-board-of-page')
    return (made = makeVirtualBoard(environment))
  })
  // For browser tests: a board that is not connected, for an interface that they put in its place.
  Object.assign(globalThis, { makeVirtualBoard: virtualBoard })
  /** The owner's files of boards in mid-installation; a second try on this page brings them back. */
  const rescued = new RescuedFiles()
  /** A virtual board belongs to its tab alone. */
  const locks = new PortLocks(navigator.locks, (port) => port !== made?.serial.port)
  return {
    provider: async (kind, access) => {
      if (kind === 'virtual') return (await virtualBoard()).serial
      return present(access ? real[access] : firstOf(environment, real))
    },
    surroundings: async () => (await virtualBoard()).surroundings,
    many: async () => (await import('./many-boards')).manyBoards(environment),
    // The signal is aborted when the session releases the port, however that comes about.
    connectBoard: (port, options) =>
      locks.use(port, options.signal, async () => {
        const { connectBoard } = await import('./connect-board')
        return connectBoard(port, { ...options, rescued })
      }),
    updateOverConsole: (port, request, options) =>
      locks.use(port, options.signal, async () => {
        const { updateFiles } = await import('./provision/update/update-files')
        return updateFiles(port, request, { ...options, way: 'console' })
      }),
    listen: (port, options) =>
      locks.use(port, options.signal, async () => {
        const { listen } = await import('./wifi-services')
        return listen(port, options)
      }),
    openWifi: async (link, options) => (await import('./wifi-services')).openWifi(link, options),
    hardReset: async (link) => {
      const { hardReset } = await import('./esptool/hard-reset')
      return hardReset(link)
    },
    watchBoard: async (link, known, onChange) => {
      const { watchBoard } = await import('./micropython/board-watch')
      return watchBoard(link, known, onChange)
    },
  }
}

/** What firmware is checked with: loaded when the first board has been found. */
export function firmwareServices(): FirmwareServices {
  const load = async () => (await import('./firmware-services')).firmwareServices(document.baseURI)
  return {
    fromCatalogue: async (...choice) => (await load()).fromCatalogue(...choice),
    demo: async () => (await load()).demo(),
    check: async (...image) => (await load()).check(...image),
    sha256: async (bytes) => (await load()).sha256(bytes),
  }
}

/** The database of this browser's own apps; opened at the first use. */
export const appStore = (): KeyValueStore => indexedDbStore('portal-flasher-apps')

function present(real: SerialProvider | undefined): SerialProvider {
  if (real) return real
  throw new DeviceError('web-serial-missing', 'Neither Web Serial nor WebUSB.')
}

/** Of the first visit: what is kept for later does not compete with what somebody does right away. */
const quietMs = 2_000

/** After the page is there, and while no board is worked on; at once where the page waits for isolation. */
export function startServiceWorker(options: Omit<ServiceWorkerOptions, 'touched'>): void {
  let touched = false
  for (const sign of ['pointerdown', 'keydown', 'input', 'drop']) {
    addEventListener(sign, () => (touched = true), { once: true, capture: true })
  }
  const start = async () => {
    const { registerServiceWorker } = await import('./service-worker-client')
    await registerServiceWorker({ ...options, touched: () => touched })
  }
  // Without a worker everything works but a visit without internet.
  const begin = () => void start().catch(() => {})
  const whenFree = () => void setTimeout(() => (options.working() ? whenFree() : begin()), quietMs)
  const loaded = crossOriginIsolated ? whenFree : begin
  if (document.readyState === 'complete') loaded()
  else addEventListener('load', loaded, { once: true })
}

/**
 * Composition root: the only place that picks real or virtual ports. Everything that is not needed to
 * show the page is loaded when it is.
 */
import { mount } from 'svelte'
import App from './App.svelte'
import { DeviceError } from './errors'
import { indexedDbBox } from './presets/box'
import { PresetStore } from './presets/store'
import { RescuedFiles } from './provision/rescued-files'
import type { SerialProvider } from './serial/provider'
import { registerServiceWorker } from './service-worker-client'
import { Defects } from './state/defects.svelte'
import { firmwareFiles } from './state/firmware-files'
import { Firmware } from './state/firmware.svelte'
import { GrantedPorts } from './state/granted-ports.svelte'
import { History } from './state/history'
import { OpenedLink } from './state/opened-link.svelte'
import { PortClaims } from './state/port-claims'
import { Presets } from './state/presets.svelte'
import type { SessionServices } from './state/session-services'
import { Session } from './state/session.svelte'
import { Settings } from './state/settings.svelte'
import { reportContext } from './ui/report/source'
import { readEnvironment } from './ui/shell/platform'
import './ui/theme.css'

const environment = readEnvironment()
const real: SerialProvider | undefined = environment.webSerial ? navigator.serial : undefined

/** One virtual board for the life of the page: what was flashed stays on it. */
let virtual: Promise<SerialProvider> | undefined

async function makeVirtualBoard(): Promise<SerialProvider> {
  if (!environment.isolated) {
    throw new DeviceError('board-unavailable', 'The page is not cross-origin isolated.')
  }
  const [{ createVirtualBoard }, { createMicroPythonProgram }] = await Promise.all([
    import('./virtual-board/board'),
    import('./virtual-board/python-worker/browser'),
  ])
  const board = createVirtualBoard({ pace: true, program: createMicroPythonProgram() })
  // For the browser's own console and for tests: its buttons, its plug, its faults.
  Object.assign(globalThis, { virtualBoard: board })
  return board.serial
}

function virtualProvider(): Promise<SerialProvider> {
  virtual ??= makeVirtualBoard()
  virtual.catch(() => (virtual = undefined))
  return virtual
}

async function realProvider(): Promise<SerialProvider> {
  if (real) return real
  throw new DeviceError('web-serial-missing', 'navigator.serial is not there.')
}

/** The owner's files of boards in mid-installation; a second try on this page brings them back. */
const rescued = new RescuedFiles()

const services: SessionServices = {
  provider: (kind) => (kind === 'real' ? realProvider() : virtualProvider()),
  connectBoard: async (port, options) => {
    const { connectBoard } = await import('./provision/connect-board')
    return connectBoard(port, { ...options, rescued })
  },
  updateOverConsole: async (port, request, options) => {
    const { updateFiles } = await import('./provision/update-files')
    return updateFiles(port, request, { ...options, way: 'console' })
  },
  hardReset: async (link) => {
    const { hardReset } = await import('./esptool/hard-reset')
    return hardReset(link)
  },
}
/** A virtual board belongs to its tab alone. */
const isShared = (port: SerialPort) => 'SerialPort' in globalThis && port instanceof SerialPort
const past = new History()
const claims = new PortClaims(navigator.locks, isShared)
const session = new Session(past.watch(claims.among(services)))
const defects = new Defects()
addEventListener('unhandledrejection', ({ reason }) => defects.report(reason))
addEventListener('error', ({ error }) => error && defects.report(error))

const box = indexedDbBox()
const settings = new Settings(box)
const presets = new Presets(new PresetStore(box, 'portal-flasher-presets'), settings)
const opened = new OpenedLink(presets)
const firmware = new Firmware(firmwareFiles(document.baseURI))
const ports = new GrantedPorts(real)

/** A shared preset leaves the address at once: a reload must not ask again. */
function openFragment() {
  if (!opened.open(location.hash)) return
  history.replaceState(history.state, '', location.pathname + location.search)
}

openFragment()
addEventListener('hashchange', openFragment)
void settings.load().then(() => presets.load())
void ports.refresh()

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app.')
mount(App, {
  target,
  props: { session, presets, opened, firmware, ports, defects, environment },
  context: reportContext({ session, presets, environment, history: past }),
})
void registerServiceWorker()

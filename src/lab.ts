/** Composition root of the lab page: the same services and Session as the page, and a checklist. */
import { mount } from 'svelte'
import LabPage from './lab/LabPage.svelte'
import { Lab } from './lab/lab.svelte'
import { indexedDbStore } from './presets/key-value-store'
import { firmwareServices, realPorts, sessionServices, startServiceWorker } from './services'
import { Firmware } from './state/firmware.svelte'
import { History } from './report/history'
import { isWorking } from './state/session-state'
import { Session } from './state/session.svelte'
import { reportContext } from './ui/report/source'
import { keepFocus } from './ui/shared/keep-focus'
import { readEnvironment } from './ui/shared/platform'
import './ui/theme.css'

const environment = readEnvironment()
const history = new History()
const session = new Session(history.watch(sessionServices(environment, realPorts())))
const firmware = new Firmware(firmwareServices())
const lab = new Lab({ session, history, firmware, store: indexedDbStore('portal-flasher-lab') })
void lab.load()

const target = document.getElementById('lab')
if (!target) throw new Error('lab.html has no #lab.')
mount(LabPage, {
  target,
  props: { lab, session, firmware, environment },
  context: reportContext({ session, history, environment }),
})
keepFocus(target)
startServiceWorker({ address: location.href, working: () => isWorking(session.state) })

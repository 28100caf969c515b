/**
 * The script in front of a page that a portal served. The page's frame has no network and no address: what
 * the page asks for goes through a bridge to the phone's browser (docs/decisions/0019-the-served-page.md). Nothing
 * here protects anybody, the frame does: it is what makes an honest page work.
 */
import { addressesOf } from './addresses'
import { openBridge } from './bridge'
import { patchFetch } from './fetch'
import { patchForms } from './forms'
import { patchLanguages } from './languages'
import { patchLinks } from './links'
import { patchLocation } from './location'
import { patchPictures } from './pictures'
import { keepListening } from './rewritten'
import { patchSheet } from './sheet'
import { watchTitle } from './title'
import { patchXhr } from './xhr'

document.currentScript?.remove()
const bridge = openBridge()
const resolve = addressesOf($phoneConfig.url)
const places = patchLocation(bridge, $phoneConfig, resolve)
patchXhr(patchFetch(bridge, resolve), resolve)
patchSheet()
patchLanguages($phoneConfig.languages)
patchPictures(resolve)
const listenToForms = patchForms(bridge, places, resolve)
const listenToLinks = patchLinks(places)
keepListening(() => {
  listenToForms()
  listenToLinks()
})
watchTitle(bridge)

const { refresh } = $phoneConfig
if (refresh) setTimeout(() => places.go(refresh.url, true), refresh.seconds * 1000)

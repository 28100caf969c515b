/**
 * The script in front of a page that a portal served. The page's frame has no network and no address: what
 * the page asks for goes through a bridge to the phone's browser (docs/decisions/0019-the-served-page.md). Nothing
 * here protects anybody, the frame does: it is what makes an honest page work.
 */
import { openBridge } from './bridge'
import { patchFetch } from './fetch'
import { patchForms } from './forms'
import { patchLinks } from './links'
import { patchLocation } from './location'
import { patchPictures } from './pictures'
import { patchSheet } from './sheet'
import { watchTitle } from './title'
import { patchXhr } from './xhr'

document.currentScript?.remove()
const bridge = openBridge()
const places = patchLocation(bridge, $phoneConfig)
patchXhr(patchFetch(bridge))
patchSheet()
patchPictures()
patchForms(bridge, places)
patchLinks(places, () => document.querySelector('base[target]'))
watchTitle(bridge)

const { refresh } = $phoneConfig
if (refresh) setTimeout(() => places.go(refresh.url, true), refresh.seconds * 1000)

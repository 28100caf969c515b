/** Firefox's list of ports, which belongs to the browser and not to the page. */
import * as v from 'valibot'
import type { Marionette } from './marionette'

const withinMs = 15_000

/** Waits for the list, then chooses its first port or closes it. */
const script = `return (async (isWanted, within) => {
  const win = Services.wm.getMostRecentWindow('navigator:browser')
  for (const until = Date.now() + within; Date.now() < until; ) {
    const { panel } = win.PopupNotifications
    const menu = win.document.getElementById('webSerial-selectPort-menulist')
    const browser = win.gBrowser.selectedBrowser
    const note = win.PopupNotifications.getNotification('webSerial-choosePort', browser)
    if (note && panel.state === 'open' && menu) {
      const names = Array.from({ length: menu.itemCount }, (_, at) => menu.getItemAtIndex(at).label)
      const buttons = panel.firstElementChild
      if (isWanted && names.length > 0) {
        menu.selectedIndex = 0
        buttons.button.click()
      } else buttons.secondaryButton.click()
      return names
    }
    await new Promise((resolve) => win.setTimeout(resolve, 30))
  }
  return null
})(...arguments)`

/** @returns the names in the list. @throws if no list comes */
export async function answerChooser(
  marionette: Marionette,
  answer: 'first' | 'none' = 'first',
): Promise<string[]> {
  const names = await marionette.inBrowser(script, answer === 'first', withinMs)
  return v.parse(v.array(v.string(), 'Firefox showed no list of ports.'), names)
}

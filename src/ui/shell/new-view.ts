/**
 * Where a phase ends, most of the page changes at once, and some of it is only then loaded. Nobody should
 * see it jump into place: it fades in when it stands.
 */
import type { StateName } from '../../state/session-state'
import { wantsNoMotion } from '../shared/motion'

/** States that look alike: what changes between them stays where it is. */
const views: Record<StateName, string> = {
  disconnected: 'way in',
  connecting: 'way in',
  ready: 'plan',
  installing: 'work',
  starting: 'work',
  running: 'hub',
  unplugged: 'hub',
  failed: 'problem',
}

/** @returns to be called with every state, before it is shown */
export function fadeInNewViews(): (at: StateName) => void {
  let shown: StateName | undefined
  return (at) => {
    const isNew = shown !== undefined && views[at] !== views[shown]
    shown = at
    if (isNew) void fadeIn([...document.querySelectorAll('main, footer')])
  }
}

/** Whatever does not come by then is seen coming. */
const longestMs = 1000

async function fadeIn(parts: Element[]) {
  const unseen = parts.map((part) => part.animate({ opacity: [0, 0] }, longestMs))
  await untilItStands(performance.now())
  unseen.forEach((animation) => animation.cancel())
  if (!wantsNoMotion()) parts.forEach((part) => part.animate({ opacity: [0, 1] }, 150))
}

/** Until the page has kept its height for some frames. */
async function untilItStands(sinceMs: number) {
  let height = 0
  for (let frames = 0; frames < 5 && performance.now() - sinceMs < longestMs; frames++) {
    await new Promise(requestAnimationFrame)
    if (document.body.scrollHeight === height) continue
    height = document.body.scrollHeight
    frames = 0
  }
}

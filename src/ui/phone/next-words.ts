/** What a board's state means for the person, and what to do next: the sentences under its heading. */
import type { BoardNow } from '../../micropython/board-now'
import type { Past } from '../../state/session-state'
import { afterCancel, afterCancelledUpdate } from '../install/cancelled-words'

/** By the portal's words, see firmware/lib/captive_portal/rare.py. */
export const signInAgain: Record<string, string> = {
  wrong: 'Type the password again on the sign-in page; capital letters count.',
  gone: 'Bring board and router nearer to each other, or choose another network on the sign-in page. The ESP8266 knows 2.4 GHz only.',
  refused:
    'Most likely the password is wrong: type it again on the sign-in page. Some routers also admit known devices only.',
  closed: 'Choose the network again on the sign-in page and type its password.',
  silent:
    'The board is in the network, but the router gave it no address within 20 seconds. Try again on the sign-in page; restart the router if that does not help.',
  unclear:
    'There was no connection within 20 seconds. Check on the sign-in page that the name is right, and bring board and router nearer to each other.',
}

const restart = 'Ctrl-D in the console starts it again.'

/** Undefined where the heading says it all. */
export function nextWords(now: BoardNow): string | undefined {
  switch (now.is) {
    case 'quiet':
    case 'portal':
      return undefined
    case 'starting':
      return 'In a moment it says what comes next.'
    case 'trying':
      return 'This takes up to 20 seconds. The sign-in page on the phone shows the result, too.'
    case 'refused':
      return signInAgain[now.why] ?? 'Try again on the sign-in page.'
    case 'joined':
      return joinedWords(now)
    case 'stopped':
      return `Its portal is closed now. ${restart}`
  }
}

function joinedWords({ app, end, accessPoint }: BoardNow & { is: 'joined' }): string | undefined {
  if (accessPoint) return 'Its own Wi-Fi disappears in a moment.'
  if (end === 'interrupted') return `Its program was stopped. ${restart}`
  if (end === 'failed') return `Its program stopped with an error. ${restart}`
  if (app) return end ? `The app “${app}” has ended.` : `The app “${app}” runs on it now.`
  return undefined
}

/** After an unplug: true only of a board that has been set up. */
export function withoutPage(now: BoardNow): string {
  switch (now.is) {
    case 'joined':
      return `It works without this page: with power it joins “${now.network}” by itself.`
    case 'quiet':
    case 'starting':
    case 'stopped':
      return 'What is on it stays on it. Plug it in again to go on with its console.'
    default:
      return 'It works without this page: with power it opens its Wi-Fi again.'
  }
}

/** Of a board whose console alone was opened. */
export function pastWords(past: Past | undefined): string {
  if (!past) return 'Nothing was changed on the board.'
  if (past.done) return past.update ? 'Its files were brought up to date before.' : installed
  return past.update ? afterCancelledUpdate(past.phase) : afterCancel[past.phase]()
}

const installed = 'MicroPython and the portal were installed on it before.'

/** States after somebody's link was opened. */
import { expect, type Page } from '@playwright/test'
import type { PageState } from './page-state'

const shared = {
  version: 1,
  name: 'Lamp of the makerspace',
  board: 'd1-mini',
  firmware: { source: 'catalogue', variant: 'auto', version: 'latest' },
  flash: { mode: 'keep', baudRate: 460800, eraseAll: false },
  portal: {
    accessPointName: 'Lamp',
    accessPointAddress: '192.168.4.1',
    hostname: 'lamp',
    fields: [],
  },
}

const fragment = (preset: unknown) =>
  `#preset=1.${Buffer.from(JSON.stringify(preset)).toString('base64url')}`

/** Asks for a password, erases everything, and has a signature that nobody made. */
const hostile = fragment({
  ...shared,
  name: 'Free Wi-Fi for everybody, no questions asked, today only',
  flash: { ...shared.flash, eraseAll: true },
  portal: {
    ...shared.portal,
    accessPointName: 'Airport Free Wi-Fi',
    fields: [
      {
        name: 'password',
        label: 'Your e-mail password',
        type: 'password',
        default: '',
        pattern: '',
      },
    ],
  },
})
const forged = `&signer=Your%20bank&algorithm=hs256&timestamp=1767225600000&window=2592000000&signature=${'0'.repeat(64)}`

const reviewed = (page: Page) =>
  expect(page.getByRole('button', { name: 'Keep this preset' })).toBeVisible()

export const links: PageState[] = [
  { name: 'link', path: `./${fragment(shared)}`, reach: reviewed },
  { name: 'link-hostile', path: `./${hostile}${forged}`, reach: reviewed },
  {
    name: 'link-damaged',
    path: './#preset=1.broken',
    reach: (page) => expect(page.getByText(/damaged|cut/i).first()).toBeVisible(),
  },
]

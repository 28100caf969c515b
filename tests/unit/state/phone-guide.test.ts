/** The guided story: each step does its one thing, waits until it has happened, and says where it did not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BoardNow } from '../../../src/micropython/board-now'
import type { PhoneBrowser } from '../../../src/phone/browser/phone-browser'
import type { PageRequest } from '../../../src/phone/browser/page-request'
import { systemClock } from '../../../src/phone/clock'
import type { Phone } from '../../../src/state/phone.svelte'
import { PhoneAround } from '../../../src/state/phone-around.svelte'
import { guideSteps, PhoneGuide, type GuidedStory } from '../../../src/state/phone-guide.svelte'
import { FakeSurroundings } from '../../support/fake-surroundings'
import { ScriptedPhoneLink } from '../../support/scripted-phone-link'

const accessPoint = { name: 'ESP8266-424442', address: '192.168.4.1' }
const network = { name: accessPoint.name, secured: false, bars: 4, isBoard: true }
const portal: BoardNow = { is: 'portal', accessPoint }
const joined: BoardNow = { is: 'joined', network: 'Home', address: '192.168.1.23' }

const form = '<form method="post" action="/connect"><input name="token" value="t0k"></form>'
const page = { url: accessPoint.address, shown: { kind: 'html', html: form } }

/** A phone and a board that do at once what they are told. */
function story() {
  const link = new ScriptedPhoneLink(systemClock, { connect: () => 'refused' })
  const surroundings = new FakeSurroundings(link)
  const sent: string[] = []
  const browser = {
    page: { ...page, url: 'http://192.168.4.1/' },
    follow: ({ url, body }: PageRequest) => {
      const fields = new URLSearchParams(new TextDecoder().decode(body?.bytes))
      sent.push(`${url} ${fields.get('ssid')} ${fields.get('password')}`)
      const isRight = fields.get('password') === surroundings.home.password
      told.now = isRight ? joined : { is: 'refused', network: 'Home', why: 'wrong', accessPoint }
      return Promise.resolve()
    },
  }
  const phone: Record<string, unknown> = {
    board: network,
    join: () => Object.assign(phone, { network, verdict: { kind: 'captive' } }),
    signIn: () => Object.assign(phone, { sheet: { browser } }),
  }
  const told: { now: BoardNow | undefined } & Omit<GuidedStory, 'now'> = {
    phone: phone as unknown as Phone<PhoneBrowser>,
    around: new PhoneAround(surroundings),
    now: portal,
  }
  const comeHome = () =>
    Object.assign(phone, {
      sheet: undefined,
      network: { ...network, name: 'Home', isBoard: false },
      verdict: { kind: 'online' },
    })
  return { told, sent, surroundings, comeHome, guide: new PhoneGuide(told) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function through(guide: PhoneGuide, step: string, ms = 10_000) {
  await pass(ms)
  expect([guide.step, guide.isBusy, guide.isStuck]).toEqual([step, false, false])
}

it('tells the story from the list to a board that joins alone', async () => {
  const { guide, told, sent, comeHome } = story()
  void guide.start()
  await through(guide, 'look')
  for (const step of ['join', 'sign-in', 'wrong', 'right']) {
    void guide.next()
    await through(guide, step)
  }
  expect(sent).toEqual([
    'http://192.168.4.1/connect Home correct horse!',
    'http://192.168.4.1/connect Home correct horse',
  ])
  void guide.next()
  expect(guide.isBusy).toBe(true)
  comeHome()
  await through(guide, 'home')
  void guide.next()
  await through(guide, 'off')
  expect(told.around.isPowered).toBe(false)
  void guide.next()
  told.now = { is: 'starting' }
  await pass(5000)
  expect([told.around.isPowered, guide.isBusy]).toEqual([true, true])
  told.now = joined
  await through(guide, 'alone')
  expect([guide.number, guide.isLast]).toEqual([guideSteps.length, true])
  await guide.next()
  expect(guide.step).toBeUndefined()
})

it('says after a minute that a step did not happen, and tries it again', async () => {
  const { guide, told } = story()
  told.now = { is: 'starting' }
  void guide.start()
  await pass(59_000)
  expect([guide.isBusy, guide.isStuck]).toEqual([true, false])
  await pass(2000)
  expect([guide.isBusy, guide.isStuck]).toEqual([false, true])
  told.now = portal
  void guide.again()
  await through(guide, 'look')
})

it('goes on only after a step is over, and does nothing more once it was left', async () => {
  const { guide, told } = story()
  told.now = { is: 'starting' }
  void guide.start()
  await guide.next()
  expect(guide.step).toBe('look')
  guide.stop()
  told.now = portal
  await pass(70_000)
  expect([guide.step, guide.isBusy, guide.isStuck]).toEqual([undefined, false, false])
})

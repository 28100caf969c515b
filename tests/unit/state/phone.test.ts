/** What the phone does by itself: sign in, come home, find a network again, say what went wrong. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { JoinError, type Joined, type VisibleNetwork } from '../../../src/phone/phone-link'
import { systemClock } from '../../../src/phone/clock'
import { phoneSystems, type SystemId } from '../../../src/phone/systems'
import { TimelineRecorder } from '../../../src/phone/timeline-recorder'
import { lostMs, noticeMs, Phone } from '../../../src/state/phone.svelte'
import { answering, ScriptedPhoneLink } from '../../support/scripted-phone-link'

const redirect =
  'HTTP/1.1 302 Found\r\nLocation: http://192.168.4.1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

const page =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\nConnection: close\r\n\r\n<html><form></form></html>'

const network = (name: string, isBoard: boolean) => ({
  ssid: new TextEncoder().encode(name),
  name,
  secured: !isBoard,
  bars: 4,
  isBoard,
})
const board = network('ESP8266-424442', true)
const home = network('Home', false)

/** The air around a phone: networks that a test takes away and brings back. */
class Air extends ScriptedPhoneLink {
  override readonly visible = [board, home]
  override joined: Joined | undefined = undefined

  constructor(answer: string) {
    const serve = answering(answer)
    super(systemClock, { connect: (port) => (port === 80 ? serve : 'refused') })
  }

  override join(wanted?: VisibleNetwork, key?: string): Promise<Joined> {
    if (!wanted || !this.visible.some((one) => one === wanted))
      return Promise.reject(new JoinError('not-found'))
    const isRight = !wanted.secured || key === 'correct horse'
    if (!isRight) return Promise.reject(new JoinError('wrong-password'))
    const router = '192.168.4.1'
    this.joined = { network: wanted, address: '192.168.4.2', router, dns: router }
    return Promise.resolve(this.joined)
  }

  /** The board's access point goes, and drops who is in it. */
  lose(): void {
    this.visible.splice(0, 1)
    this.leave()
  }

  bringBack(): void {
    this.visible.unshift(board)
  }
}

function phoneOf(id: SystemId, answer = redirect) {
  const air = new Air(answer)
  const timeline = new TimelineRecorder()
  const system = phoneSystems.find((one) => one.id === id)!
  const opened: string[] = []
  const openBrowser = () => ({
    address: '',
    navigate: (url: string) => Promise.resolve(void opened.push(url)),
    onChange: () => () => {},
    close: () => {},
  })
  const known = { name: 'Home', password: 'correct horse' }
  const phone = new Phone({ link: air, system, timeline, home: known, openBrowser })
  return { air, phone, timeline, opened }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('shows the notification first, then the sheet, as Android does', async () => {
  const { phone, opened } = phoneOf('android')
  void phone.join(board)
  await pass(noticeMs - 500)
  expect(phone.verdict?.kind).toBe('captive')
  expect(phone.wantsSignIn).toBe(true)
  await pass(1000)
  expect(phone.sheet?.kind).toBe('sign-in sheet')
  expect(opened).toEqual(['http://192.168.4.1/'])
  phone.closeSheet()
  expect(phone.network).toBe(board)
})

it('leaves the network with the sheet, as an iPhone does', async () => {
  const { phone, air } = phoneOf('iphone', page)
  void phone.join(board)
  await pass(3000)
  expect(phone.sheet).toBeDefined()
  phone.closeSheet()
  expect(phone.network).toBeUndefined()
  expect(air.joined).toBeUndefined()
})

it('says that a network refused the password', async () => {
  const { phone } = phoneOf('windows')
  await phone.join(home, 'wrong horse')
  expect(phone.problem).toEqual({ network: home, reason: 'wrong-password' })
  expect(phone.network).toBeUndefined()
})

it('is back by itself after a change of the channel, with its page', async () => {
  const { phone, air, timeline } = phoneOf('android')
  void phone.join(board)
  await pass(3000)
  const { sheet } = phone
  air.lose()
  expect(phone.isLooking).toBe(true)
  await pass(lostMs / 2)
  air.bringBack()
  air.leave()
  await pass(1000)
  expect(phone.network).toBe(board)
  expect(phone.sheet).toBe(sheet)
  expect(timeline.entries.filter(({ kind }) => kind === 'left')).toHaveLength(1)
})

it('goes home when the access point stays away', async () => {
  const { phone, air } = phoneOf('kindle')
  void phone.join(board)
  await pass(3000)
  air.lose()
  await pass(lostMs + 1000)
  expect(phone.sheet).toBeUndefined()
  expect(phone.network).toBe(home)
})

it('does nothing by itself after somebody has left a network', async () => {
  const { phone } = phoneOf('firefox')
  void phone.join(board)
  await pass(3000)
  phone.leave()
  await pass(lostMs * 3)
  expect(phone.network).toBeUndefined()
})

it('can join another network while it waits for one that is gone', async () => {
  const { air, phone } = phoneOf('iphone')
  void phone.join(board)
  await pass(noticeMs)
  air.visible.splice(0, 2)
  air.leave()
  await pass(lostMs + 2000)
  air.bringBack()
  void phone.join(board)
  await pass(noticeMs)
  expect(phone.network).toBe(board)
  phone.leave()
  await pass(5000)
  expect(phone.network).toBeUndefined()
})

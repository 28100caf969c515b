/** Every phone of the table beside the virtual board: what it concludes in the portal's network, and at home. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detect } from '../../src/phone/detect'
import type { VisibleNetwork } from '../../src/phone/phone-link'
import { internetAnswer, phoneSystems } from '../../src/phone/systems'
import { TimelineRecorder } from '../../src/phone/timeline-recorder'
import { timelineWords } from '../../src/phone/timeline-words'
import { VirtualPhone } from '../../src/virtual-board/radio/virtual-phone'
import { PortalBesidePhone } from '../support/portal-beside-phone'

let beside: PortalBesidePhone
let network: VisibleNetwork
beforeAll(async () => {
  beside = new PortalBesidePhone()
  network = await beside.opened()
})
afterAll(() => beside.stop())

/** A phone beside the board, with the whole Internet behind its home router. */
const another = () =>
  new VirtualPhone({ clock: beside.clock, ...beside.environment, internet: internetAnswer })

describe.each(phoneSystems)('$name', (system) => {
  it('is led to the portal, which answers each of its questions', async () => {
    const link = another()
    await link.join(network, '')
    const { clock } = beside
    const timeline = new TimelineRecorder(clock)
    const verdict = await detect(link, system, { clock, timeline })
    expect(verdict).toMatchObject({ kind: 'captive', show: system.sheet.kind })
    for (const entry of timeline.entries) {
      expect(timelineWords(entry, system.name)).toContain(system.name)
      if (entry.kind === 'dns') expect(entry.address).toBe('192.168.4.1')
      if (entry.kind !== 'http') continue
      const isHttps = entry.question.url.startsWith('https:')
      expect(entry.problem, entry.question.url).toBe(isHttps ? 'refused' : undefined)
    }
    link.leave()
  })

  it('finds the Internet in the home network', async () => {
    const { home } = beside.surroundings
    const link = another()
    await link.join(beside.network(home.name), home.password)
    const { clock } = beside
    const timeline = new TimelineRecorder(clock)
    expect(await detect(link, system, { clock, timeline })).toEqual({ kind: 'online' })
    const names = timeline.entries.flatMap((entry) => (entry.kind === 'dns' ? [entry] : []))
    expect(names.some(({ address }) => address !== undefined)).toBe(true)
    expect(names.map(({ address }) => address)).not.toContain('192.168.4.1')
  })
})

it('a board that loses power in the middle: no Internet', async () => {
  const link = another()
  await link.join(network, '')
  const { clock } = beside
  const [android] = phoneSystems
  const detecting = detect(link, android!, { clock })
  beside.surroundings.setPower(false)
  expect(await detecting).toMatchObject({ kind: 'no-internet' })
})

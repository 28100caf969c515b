/** A network that was given to a board from the page is in no report, however the board says it again. */
import { expect, it } from 'vitest'
import type { BoardWifi } from '../../../src/provision/wifi/board-wifi'
import { History } from '../../../src/report/history'
import { redactTraffic } from '../../../src/report/redact'
import { trafficLines } from '../../../src/report/traffic-lines'
import { watchedWifi } from '../../../src/report/watched-wifi'
import { Traffic } from '../../../src/serial/traffic'
import { encode } from '../../support/bytes'
import { pieces } from '../improv/talk'

const answering = (join: BoardWifi['join']): BoardWifi => ({
  networks: async () => [],
  join,
  close: async () => undefined,
})

it('the history knows the secrets before the board has them, and how it ended', async () => {
  const history = new History(() => 0)
  let known: unknown
  const wifi = watchedWifi(
    history,
    answering(async () => {
      known = structuredClone(history.networks)
      return { joined: false, why: 'wrong' }
    }),
  )
  await wifi.join({ name: encode('Home'), password: encode('correct horse') })
  expect(known).toEqual([{ name: 'Home', password: 'correct horse' }])
  expect(history.attempts).toMatchObject([{ what: 'wifi', outcome: 'wrong' }])
  expect(JSON.stringify(history.attempts)).not.toMatch(/Home|horse/)
})

it.each([1, 4, 9])(
  'covered in the record, also in pieces of %i bytes, whatever its bytes are',
  async (size) => {
    const history = new History(() => 0)
    const wifi = watchedWifi(
      history,
      answering(async () => ({ joined: false, why: 'unable' })),
    )
    const name = Uint8Array.of(0xff, 0xfe, 0x41, 0x42, 0x43)
    await wifi.join({ name, password: encode('grüezi mitenand') })
    let ms = 0
    const traffic = new Traffic(() => (ms += 100))
    const said = Uint8Array.from([...encode('x '), ...name, ...encode(' grüezi mitenand y')])
    for (const piece of pieces(said, size)) traffic.pass('in', piece)
    const secrets = history.networks.flatMap(({ name, password }) => [
      { value: password, label: 'password' as const },
      { value: name, label: 'name' as const },
    ])
    const lines = trafficLines(redactTraffic(traffic, { names: false, secrets }))
    const digits = lines.map((line) => line.replace(/^.*?[←→] /, '').slice(0, 48)).join(' ')
    expect(digits.replaceAll(/[^0-9a-f]+/g, ' ')).not.toMatch(/ff|fe|67 72|69 74 65/)
    expect(lines.join('\n')).toContain('[password]')
  },
)

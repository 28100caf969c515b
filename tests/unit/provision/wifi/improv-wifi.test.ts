/** Two attempts in a row over Improv: the end of the first is not told as that of the second. */
import { describe, expect, it } from 'vitest'
import { ImprovWifi } from '../../../../src/provision/wifi/improv-wifi'
import { encode } from '../../../support/bytes'
import { bytesOf, line, result, TalkLink } from '../../improv/talk'

const given = (name: string | Uint8Array) => ({
  name: typeof name === 'string' ? encode(name) : name,
  password: encode('a password'),
})
const isIn = (address: string, command = 1) => bytesOf(line(1, [4]), result(command, [address]))
const says = (text: string) => encode(`${text}\r\n`)

function portal() {
  const link = new TalkLink()
  const loan = { link, tell: () => undefined, giveBack: () => undefined }
  return { link, wifi: new ImprovWifi(loan, { end: async () => undefined }) }
}

/** The first network, and the waiting for it ended. */
async function abandoned() {
  const { link, wifi } = portal()
  link.answers = [[]]
  const abort = new AbortController()
  const first = wifi.join(given('A'), { signal: abort.signal }).catch(() => 'given up')
  await Promise.resolve()
  abort.abort()
  expect(await first).toBe('given up')
  return { link, wifi }
}

describe('after an attempt that was not waited for', () => {
  it('its success, which came meanwhile, is told with its name, and the next is not asked for', async () => {
    const { link, wifi } = await abandoned()
    link.answers = [[isIn('http://10.0.0.5/', 2)]]
    const end = await wifi.join(given('B'))
    expect(end).toMatchObject({ joined: true, network: 'A', address: 'http://10.0.0.5/' })
    expect(link.written).toHaveLength(2)
  })

  it('its success, while the next is asked for, is told with its name', async () => {
    const { link, wifi } = await abandoned()
    link.answers = [
      [bytesOf(line(1, [3]))],
      [says("Connected to 'A' with IP 10.0.0.5"), isIn('http://10.0.0.5/')],
    ]
    expect(await wifi.join(given('B'))).toMatchObject({ joined: true, network: 'A' })
  })

  it('the success of the next is its own', async () => {
    const { link, wifi } = await abandoned()
    link.answers = [
      [bytesOf(line(1, [3]))],
      [
        says("Trying to connect to SSID 'B'"),
        says("Connected to 'B' with IP 10.0.0.6"),
        isIn('http://10.0.0.6/'),
      ],
    ]
    const end = await wifi.join(given('B'))
    expect(end).toEqual({ joined: true, address: 'http://10.0.0.6/', next: 'portal-closes' })
  })
})

describe('the name that the portal says', () => {
  it('is none of another network if signs in it are written otherwise', async () => {
    const { link, wifi } = portal()
    link.answers = [
      [
        says("Trying to connect to SSID '\\xff'"),
        says("Connected to '\\xff' with IP 10.0.0.6"),
        isIn('http://10.0.0.6/'),
      ],
    ]
    expect(await wifi.join(given(Uint8Array.of(0xff)))).not.toHaveProperty('network')
  })

  it('of a network that was tried meanwhile is told', async () => {
    const { link, wifi } = portal()
    link.answers = [
      [
        says("Trying to connect to SSID 'A'"),
        says("Connected to 'A' with IP 10.0.0.5"),
        isIn('http://10.0.0.5/'),
      ],
    ]
    expect(await wifi.join(given('My net'))).toMatchObject({ joined: true, network: 'A' })
  })
})

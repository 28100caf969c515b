/** A phone beside the virtual board meets the real portal: through the air, as through a real board's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JoinError, type Joined, type TcpSocket } from '../../src/phone/phone-link'
import { decode, encode } from '../support/bytes'
import { ask, get, readAll } from '../support/phone-http'
import { PortalBesidePhone } from '../support/portal-beside-phone'

let beside: PortalBesidePhone
beforeEach(() => void (beside = new PortalBesidePhone()))
afterEach(() => beside.stop())

/** The phone is in the open portal's network. */
async function joined(): Promise<Joined> {
  return beside.phone.join(await beside.opened(), '')
}

const page = () => ask(beside.phone, '192.168.4.1', get('/'))
const connect = () => beside.phone.connectTcp('192.168.4.1', 80, 10_000)
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof JoinError ? error.reason : String(error)),
  )

async function opened(): Promise<TcpSocket> {
  const socket = await connect()
  await socket.send(encode(get('/')))
  return socket
}

/** One question for an A record. */
function question(name: string): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...encode(label)])
  return Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, 1, 0, 1])
}

const resolve = (dns: string, name: string) =>
  beside.phone.askUdp(dns, 53, question(name), 5000).then((answer) => answer?.slice(-4).join('.'))

/** Signs in with a password, as the page's form does. */
async function signIn(ssid: string, password: string): Promise<string> {
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(decode(await page())) ?? []
  const form = `token=${token}&ssid=${encodeURIComponent(ssid)}&password=${encodeURIComponent(password)}`
  const head = `POST /connect HTTP/1.1\r\nHost: 192.168.4.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n`
  return decode(await ask(beside.phone, '192.168.4.1', head + form))
}

describe('the open portal', () => {
  it('is joined and answers every name with itself', async () => {
    const { address, router, dns } = await joined()
    expect([address, router, dns]).toEqual(['192.168.4.100', '192.168.4.1', '192.168.4.1'])
    expect(await resolve(dns, 'connectivitycheck.gstatic.com')).toBe('192.168.4.1')
  })

  it('sends a page of several segments of 536 bytes', async () => {
    await joined()
    const socket = await opened()
    const sizes: number[] = []
    let text = ''
    for (let bytes = await socket.receive(); bytes; bytes = await socket.receive()) {
      sizes.push(bytes.length)
      text += decode(bytes)
    }
    expect(sizes.length).toBeGreaterThan(3)
    expect(Math.max(...sizes)).toBe(536)
    const [head = '', body = ''] = text.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(encode(body).length).toBe(Number(/Content-Length: (\d+)/i.exec(head)?.[1]))
  })

  it('serves three connections that are open at once', async () => {
    await joined()
    const sockets = await Promise.all([connect(), connect(), connect()])
    for (const socket of sockets) await socket.send(encode(get('/')))
    const answers = await Promise.all(sockets.map(readAll))
    const [one = ''] = answers.map(decode)
    expect(one).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*<\/script>\s*$/)
    expect(answers.map(decode)).toEqual([one, one, one])
  })

  it('takes four stations; a fifth one finds it full', async () => {
    await joined()
    for (let n = 0; n < 3; n++) await beside.anotherPhone().join(beside.boardNetwork(), '')
    const fifth = beside.anotherPhone()
    expect(await reasonOf(fifth.join(beside.boardNetwork(), ''))).toBe('full')
    beside.phone.leave()
    expect((await fifth.join(beside.boardNetwork(), '')).address).toBe('192.168.4.100')
  })

  it('a board that loses power in the middle of a page goes silent, then the phone notices', async () => {
    await joined()
    const socket = await opened()
    await socket.receive()
    const before = beside.clock.now()
    beside.surroundings.setPower(false)
    await expect(readAll(socket)).rejects.toThrow('no longer in the network')
    expect(beside.clock.now() - before).toBeGreaterThan(2000)
    expect(beside.phone.joined).toBeUndefined()
    expect(beside.phone.visible.some(({ isBoard }) => isBoard)).toBe(false)
  })

  it('with power again the portal opens again', async () => {
    await joined()
    beside.surroundings.setPower(false)
    const from = beside.text.length
    beside.surroundings.setPower(true)
    await beside.phone.join(await beside.opened(from), '')
    expect(decode(await page())).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  it('a change of channel in the middle of a page drops the phone, which finds it again', async () => {
    await joined()
    const socket = await opened()
    await socket.receive()
    beside.surroundings.hopChannel()
    await expect(readAll(socket)).rejects.toThrow('no longer in the network')
    expect(beside.phone.visible.some(({ isBoard }) => isBoard)).toBe(false)
    await beside.until(() => beside.phone.visible.some(({ isBoard }) => isBoard))
    await beside.phone.join(beside.boardNetwork(), '')
    expect(decode(await page())).toMatch(/^HTTP\/1\.1 200 OK/)
  })
})

describe('the story', () => {
  it('wrong password, right password, access point gone, power cycle, joins alone', async () => {
    const { home } = beside.surroundings
    await joined()
    await signIn(home.name, 'wrong horse')
    await beside.says(/Failed to connect to 'Home': wrong/)
    await signIn(home.name, home.password)
    const [, address = ''] = await beside.says(/Connected to 'Home' with IP ([\d.]+)/)
    await beside.says(/Turned off access point/)
    expect(beside.phone.joined).toBeUndefined()
    const atHome = await beside.phone.join(beside.network(home.name), home.password)
    expect(atHome.router).toBe('192.168.1.1')
    await expect(beside.phone.connectTcp(address, 80, 5000)).rejects.toMatchObject({
      reason: 'refused',
    })
    const from = beside.text.length
    beside.surroundings.setPower(false)
    await expect(beside.phone.connectTcp(address, 80, 5000)).rejects.toMatchObject({
      reason: 'timed-out',
    })
    beside.surroundings.setPower(true)
    await beside.says(/Connected to 'Home'/, from)
  })
})

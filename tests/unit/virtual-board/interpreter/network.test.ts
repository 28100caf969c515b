/** Wi-Fi and sockets of the virtual board as Python sees them, with a phone at the other end. */
import { afterEach, describe, expect, it } from 'vitest'
import { VirtualClock, type Clock } from '../../../../src/virtual-board/clock'
import { VirtualPhone } from '../../../../src/virtual-board/radio/virtual-phone'
import { PythonRig } from './python-rig'
import { decode, encode } from '../../../support/bytes'
import { IdleClock } from '../../../support/idle-clock'
import { ask } from '../../../support/phone-http'

let rig: PythonRig
afterEach(() => rig.stop())

async function booted(clock?: Clock): Promise<PythonRig> {
  rig = new PythonRig({ clock })
  await rig.boot()
  return rig
}

/** A clock that moves on whenever Python waits for it, so that seconds cost nothing. */
class HurryingClock extends VirtualClock {
  override after(ms: number, fn: () => void): () => void {
    const cancel = super.after(ms, fn)
    setImmediate(() => this.advance(this.untilNext() ?? 0))
    return cancel
  }
}

const waitForResult = `
import network, time
sta = network.WLAN(network.STA_IF)
sta.active(True)
def join(ssid, key=None):
    sta.connect(ssid, key)
    for _ in range(100):
        if sta.status() != network.STAT_CONNECTING: break
        time.sleep_ms(100)
    return sta.status()
`

describe('Wi-Fi', () => {
  it('a fresh board has its access point open for business, as after MicroPython’s first boot', async () => {
    await booted()
    const seen = await rig.run(`
import network
ap = network.WLAN(network.AP_IF)
print(ap.active(), ap.config('essid'), ap.config('authmode') == network.AUTH_WPA_WPA2_PSK)
print(ap.ifconfig()[0], network.WLAN(network.STA_IF).active())`)
    expect(seen).toBe('True MicroPython-424442 True\n192.168.4.1 False\n')
  })

  it('refuses an access point that the SDK would refuse, and keeps the one before', async () => {
    await booted()
    const seen = await rig.run(`
import network
ap = network.WLAN(network.AP_IF)
def config(**values):
    try: ap.config(**values)
    except OSError as e: print(e)
    print(ap.config('essid'), ap.config('authmode'), ap.config('channel'))
config(essid='Mine', authmode=3, password='short')
config(essid='Mine', authmode=3, password='long enough', channel=11)
config(essid='Other', channel=14)
config(authmode=1)
try: ap.config('password')
except ValueError as e: print(e)`)
    expect(seen.split('\n')).toEqual([
      "can't set AP config",
      'MicroPython-424442 4 1',
      'Mine 3 11',
      "can't set AP config",
      'Mine 3 11',
      "can't set AP config",
      'Mine 3 11',
      'unknown config param',
      '',
    ])
    const { accessPoint } = rig.environment.radio
    expect(accessPoint.admits(encode('long enough'))).toBe(true)
    expect(accessPoint.admits(encode(''))).toBe(false)
  })

  it('scans: bytes, six of an address, channel, signal, security, hidden', async () => {
    await booted(new HurryingClock())
    const seen = await rig.run(`
import network
sta = network.WLAN(network.STA_IF)
try: sta.scan()
except OSError as e: print(e)
sta.active(True)
for r in sta.scan(): print(r[0], len(r[1]), r[2], r[3], r[4], r[5])`)
    expect(seen).toBe(
      'STA must be active\n' +
        "b'Home' 6 6 -48 3 0\n" +
        'b\'Caf\\xc3\\xa9 "Z\\xc3\\xbcrich", 2. Stock\' 6 11 -61 3 0\n' +
        "b'Library' 6 1 -70 0 0\n" +
        "b'' 6 6 -66 3 1\n",
    )
  })

  it.each([
    ['the right password', "'Home', 'correct horse'", 5],
    ['a wrong password', "'Home', 'wrong horse'", 2],
    ['no such network', "'Nowhere', '12345678'", 3],
    ['an open network', "'Library'", 5],
    ['a hidden network', "'Attic', 'out of sight'", 5],
    ['a name and a password full of traps', `'Café "Zürich", 2. Stock', 'grüezi, mitenand'`, 5],
  ])('%s', async (_, args, status) => {
    await booted(new HurryingClock())
    expect(await rig.run(`${waitForResult}\nprint(join(${args}))`)).toBe(`${status}\n`)
  })

  it('an address by DHCP; without a DHCP server the board keeps trying', async () => {
    await booted(new HurryingClock())
    const { radio } = rig.environment
    const silent = radio.networks.find(({ ssid }) => ssid === 'Library')!
    silent.dhcpMs = Infinity
    const seen = await rig.run(`${waitForResult}
print(join('Home', 'correct horse'), sta.isconnected(), sta.ifconfig()[:3], sta.status('rssi'))
print(join('Library'), sta.isconnected(), sta.ifconfig()[0])
sta.disconnect()
print(sta.status())`)
    expect(seen).toBe(
      "5 True ('192.168.1.23', '255.255.255.0', '192.168.1.1') -48\n1 False 0.0.0.0\n0\n",
    )
  })

  it('joins again by itself after a reset, as the SDK remembers the network', async () => {
    await booted(new HurryingClock())
    await rig.run(`${waitForResult}\njoin('Home', 'correct horse')`)
    rig.stop()
    await rig.boot()
    const seen = await rig.run(`import network, time
sta = network.WLAN(network.STA_IF)
time.sleep(3)
print(sta.active(), sta.isconnected())`)
    expect(seen).toBe('True True\n')
  })

  it('a network that goes off the air is lost at once', async () => {
    await booted(new HurryingClock())
    const { radio } = rig.environment
    expect(await rig.run(`${waitForResult}\nprint(join('Home', 'correct horse'))`)).toBe('5\n')
    radio.networks.find(({ ssid }) => ssid === 'Home')!.off = true
    expect(await rig.run('print(sta.isconnected(), sta.ifconfig()[0])')).toBe('False 0.0.0.0\n')
  })
})

/** DNS on UDP 53 and HTTP on TCP 80 in one loop, as a portal does it. */
const portal = `
import socket, select
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
udp.bind(('', 53))
tcp = socket.socket()
tcp.bind(('', 80))
tcp.listen(4)
tcp.setblocking(False)
udp.setblocking(False)
poll = select.poll()
poll.register(tcp, select.POLLIN)
poll.register(udp, select.POLLIN)
requests = {}
served = 0
def serve(count):
    global served
    while served < count:
        for s, event in poll.poll(1000):
            if s is udp:
                query, address = udp.recvfrom(512)
                udp.sendto(b'answer to ' + query, address)
                served += 1
            elif s is tcp:
                client, address = tcp.accept()
                client.setblocking(False)
                poll.register(client, select.POLLIN)
                requests[id(client)] = b''
            else:
                data = s.recv(1024)
                requests[id(s)] += data
                if requests[id(s)].endswith(b'\\r\\n\\r\\n') or not data:
                    s.send(b'HTTP/1.0 200 OK\\r\\n\\r\\n' + requests.pop(id(s)))
                    poll.unregister(s)
                    s.close()
                    served += 1
print('serving')
`
const text = (received: Uint8Array | undefined) => decode(received)

/** A phone in the board's network. */
class Phone {
  readonly #link: VirtualPhone

  constructor(clock: Clock) {
    this.#link = new VirtualPhone({ clock, ...rig.environment })
  }

  async join(): Promise<this> {
    const [board] = this.#link.visible
    await this.#link.join(board!, 'micropythoN')
    return this
  }

  dns = (query: Uint8Array) => this.#link.askUdp('192.168.4.1', 53, query, 60_000)
  http = (request: string) => ask(this.#link, '192.168.4.1', request)
}

async function serving(count: number): Promise<Phone> {
  const clock = new IdleClock()
  await booted(clock)
  await rig.run(portal)
  rig.send(`serve(${count})\r`)
  await rig.until(`serve(${count})\r\n`)
  return new Phone(clock).join()
}

describe('sockets', () => {
  it('DNS and HTTP in one poll loop: ten of each, a large request among them', async () => {
    const phone = await serving(20)
    for (let n = 0; n < 10; n++) {
      expect(text(await phone.dns(encode(`query ${n}`)))).toBe(`answer to query ${n}`)
      const request = `GET /${'x'.repeat(n * 100)} HTTP/1.1\r\n\r\n`
      expect(text(await phone.http(request))).toBe(`HTTP/1.0 200 OK\r\n\r\n${request}`)
    }
    await rig.until('>>> ')
  })

  it('four clients at once, each gets its own', async () => {
    const phone = await serving(4)
    const answers = await Promise.all([1, 2, 3, 4].map((n) => phone.http(`GET /${n}\r\n\r\n`)))
    expect(answers.map((answer) => text(answer).at(-5))).toEqual(['1', '2', '3', '4'])
  })

  it('a server with the chip’s errors: EAGAIN, EADDRINUSE, EBADF, ENOTCONN, ETIMEDOUT', async () => {
    await booted(new HurryingClock())
    const seen = await rig.run(`${portal}
def errno(f, *args):
    try: f(*args)
    except OSError as e: return e.errno
s = socket.socket()
print(errno(tcp.accept), errno(udp.recvfrom, 10), errno(s.bind, ('', 80)), errno(s.recv, 1))
s.settimeout(0.5)
print(errno(s.accept))
udp.settimeout(0.5)
print(errno(udp.recvfrom, 10))
s.close()
print(errno(s.send, b'x'), s.close())`)
    expect(seen).toBe('serving\n11 11 98 107\n22\n110\n9 None\n')
  })

  it('a new TCP socket reports POLLHUP until it listens', async () => {
    await booted()
    const seen = await rig.run(`
import socket, select
s = socket.socket()
p = select.poll(); p.register(s, select.POLLIN)
print(p.poll(0)[0][1] & select.POLLHUP)
s.bind(('', 80)); s.listen(1)
print(p.poll(0))
p.unregister(s); p.unregister(s)`)
    expect(seen).toBe('16\n[]\n')
  })

  it('closing first leaves the port in TIME_WAIT: it cannot be bound again for two minutes', async () => {
    const phone = await serving(1)
    await phone.http('GET /\r\n\r\n')
    await rig.until('>>> ')
    const seen = await rig.run(`tcp.close()
t = socket.socket()
try: t.bind(('', 80))
except OSError as e: print(e.errno)`)
    expect(seen).toBe('98\n')
  })

  it('a soft reset closes all sockets: a server in main.py can start again', async () => {
    const phone = await serving(99)
    await phone.http('GET /\r\n\r\n')
    rig.send('\x03')
    await rig.until('>>> ')
    rig.send('\x04')
    await rig.until('>>> ')
    expect(await rig.run(portal)).toBe('serving\n')
  })

  it('sends what fits, waits for room, and goes on when the phone has read', async () => {
    const phone = await serving(1)
    const body = 'y'.repeat(8000)
    const request = `POST /${body}\r\n\r\n`
    expect(text(await phone.http(request)).length).toBeGreaterThan(500)
    await rig.until('>>> ')
  })
})

/** The portal behind the host's own sockets, asked by the programs that people ask with. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgramOrSay } from '../runner/debian'
import { run } from '../support/command'
import { PortalProcess } from '../support/portal-process'
import { ask, request, understand } from '../support/raw-http'

const dig = findProgramOrSay('dig', 'DNS as dig asks')
const kdig = findProgramOrSay('kdig', 'DNS as kdig asks')
const curl = findProgramOrSay('curl', 'HTTP as curl asks')

let portal: PortalProcess
beforeAll(async () => {
  portal = await PortalProcess.start()
}, 30_000)
afterAll(() => portal.stop())

const ours = '192.168.4.1'
/** What dig and kdig say of an answer that they cannot read whole. */
const complaint = /malformed|warning|mismatch|extra|truncat|unexpected/i

describe.skipIf(!dig)('DNS as dig asks', () => {
  const ask = async (...args: string[]) => {
    const server = ['@127.0.0.1', '-p', String(portal.dnsPort), '+tries=1', '+time=5']
    const { stdout } = await run(dig!, [...server, ...args])
    expect(stdout).not.toMatch(complaint)
    return stdout
  }
  const answers = (text: string) => /ANSWER: (\d)/.exec(text)?.[1]

  it('A: our address, authoritative or not, with a short life', async () => {
    const text = await ask('captive.apple.com', 'A')
    expect(text).toContain('status: NOERROR')
    expect(text).toMatch(/^captive\.apple\.com\.\t([0-9]|10)\tIN\tA\t192\.168\.4\.1$/m)
    expect(answers(text)).toBe('1')
  })

  it.each(['AAAA', 'HTTPS', 'TYPE65', 'MX', 'TXT', 'SRV', 'PTR', 'SOA'])(
    '%s: the name exists, such a record does not',
    async (type) => {
      const text = await ask('captive.apple.com', type)
      expect(text).toContain('status: NOERROR')
      expect(answers(text)).toBe('0')
    },
  )

  it('ANY: our address', async () => {
    const text = await ask('+notcp', 'example.com', 'ANY')
    expect(text).toMatch(/^example\.com\.\s+\d+\s+IN\s+A\s+192\.168\.4\.1$/m)
  })

  it.each([['+noedns'], ['+edns=0'], ['+bufsize=4096', '+dnssec'], ['+cookie', '+nsid']])(
    'EDNS %s %s: a plain answer without OPT',
    async (...options) => {
      const text = await ask(...options.filter(Boolean), 'connectivitycheck.gstatic.com', 'A')
      expect(text).toContain('ADDITIONAL: 0')
      expect(text).not.toContain('OPT PSEUDOSECTION')
      expect(text).toContain(ours)
    },
  )

  it.each([
    ['another class', ['-c', 'CH', 'version.bind', 'TXT'], /NOERROR[^]*ANSWER: 0/],
    [
      'another opcode',
      ['+noedns', '+opcode=STATUS', 'example.com'],
      /opcode: STATUS, status: NOTIMP/,
    ],
    ['an update', ['+noedns', '+opcode=UPDATE', 'example.com'], /opcode: UPDATE, status: NOTIMP/],
    ['the root', ['.', 'A'], /IN\tA\t192\.168\.4\.1/],
    ['letters as they came', ['ExAmPlE.cOm', 'A'], /^ExAmPlE\.cOm\./m],
  ])('%s', async (_, args, expected) => {
    expect(await ask(...args)).toMatch(expected)
  })

  it('a name of the greatest length', async () => {
    const name = `${['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.')}.${'d'.repeat(61)}`
    const text = await ask(name, 'A')
    expect(text).toMatch(/ 5 IN A 192\.168\.4\.1$/m)
    expect(Number(/MSG SIZE {2}rcvd: (\d+)/.exec(text)?.[1])).toBe(12 + 255 + 4 + 16)
  })

  it('TCP is refused', async () => {
    const { stdout } = await run(dig!, [
      ...['@127.0.0.1', '-p', String(portal.dnsPort), '+tcp', '+tries=1', 'example.com'],
    ])
    expect(stdout).toContain('connection refused')
  })
})

describe.skipIf(!kdig)('DNS as kdig asks', () => {
  const ask = async (...args: string[]) => {
    const server = ['@127.0.0.1', '-p', String(portal.dnsPort), '+retry=0', '+timeout=5']
    const { stdout, stderr } = await run(kdig!, [...server, ...args])
    expect(stdout + stderr).not.toMatch(complaint)
    return stdout
  }

  it.each(['A', 'ANY'])('%s: our address', async (type) => {
    expect(await ask('captive.apple.com', type)).toMatch(/IN\tA\t192\.168\.4\.1$/m)
  })

  it.each(['AAAA', 'HTTPS', 'SVCB', 'NS'])('%s: no such record', async (type) => {
    expect(await ask('captive.apple.com', type)).toMatch(/status: NOERROR[^]*ANSWER: 0/)
  })

  it('EDNS with everything that kdig can add', async () => {
    const text = await ask('+edns', '+bufsize=1232', '+cookie', '+nsid', '+dnssec', 'a.example')
    expect(text).toMatch(/ADDITIONAL: 0[^]*192\.168\.4\.1/)
  })

  it('a query of more than 512 bytes gets an answer of fewer', async () => {
    const text = await ask('+edns', '+padding=1200', 'captive.apple.com', 'A')
    expect(text).toContain(ours)
    expect(Number(/Received (\d+) B/.exec(text)?.[1])).toBe(12 + 19 + 4 + 16)
  })

  it('TCP is refused', async () => {
    const port = String(portal.dnsPort)
    const { code } = await run(kdig!, ['@127.0.0.1', '-p', port, '+tcp', '+retry=0', 'a.example'])
    expect(code).not.toBe(0)
  })
})

describe('invalid DNS queries', () => {
  let socket: Socket
  beforeAll(async () => {
    socket = createSocket('udp4')
    socket.connect(portal.dnsPort, '127.0.0.1')
    await once(socket, 'connect')
  })
  afterAll(() => void socket.close())

  const question = '0361626300' + '00010001' // abc. A IN
  const valid = (id: string) => `${id}01000001000000000000${question}`
  const exchange = async (hex: string) => {
    const answer = once(socket, 'message') as Promise<[Buffer]>
    socket.send(Buffer.from(hex, 'hex'))
    return (await answer)[0].toString('hex')
  }
  /** Silence is proved by the answer to the next query being the next answer. */
  const ignored = async (hex: string) => {
    socket.send(Buffer.from(hex, 'hex'))
    expect((await exchange(valid('beef'))).slice(0, 4)).toBe('beef')
  }

  it('two questions: FORMERR, and no record', async () => {
    const twice = `12340100000200000000000${'0'}${question}${question}`
    expect(await exchange(twice)).toBe('123481810000000000000000')
  })

  it('a name that points to itself: FORMERR', async () => {
    expect(await exchange('123401000001000000000000c00c00010001')).toBe('123481810000000000000000')
  })

  it.each([
    ['an answer (reflection)', `12348180000100000000000${'0'}${question}`],
    [
      'an answer with a record',
      `12348180000100010000000${'0'}${question}c00c00010001000000050004c0a80401`,
    ],
    ['nothing', ''],
    ['half a header', '123401000001'],
    ['a header alone', '123401000001000000000000'],
  ])('ignored: %s', (_, hex) => ignored(hex))
})

describe.skipIf(!curl)('HTTP as curl asks', () => {
  /** The board's own address, mapped to where it is on this host. */
  const get = async (...args: string[]) => {
    const place = ['--connect-to', `::127.0.0.1:${portal.httpPort}`, '--max-time', '10', '-sSi']
    const { stdout, stderr, code } = await run(curl!, [...place, ...args])
    return { ...understand(stdout), stderr, code }
  }
  const url = `http://${ours}`

  it('GET: the page, with its exact length, never to be stored', async () => {
    const { status, headers, body, code } = await get(`${url}/`)
    expect([code, status]).toEqual([0, 200])
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(body.length),
      'cache-control': 'no-store',
      connection: 'close',
    })
    expect(body).toMatch(/^<!doctype html>[^]*Home[^]*Library[^]*<\/script>\n$/)
  })

  it('HEAD: the same without a body', async () => {
    const [head, whole] = [await get('-I', `${url}/`), await get(`${url}/`)]
    expect([head.code, head.status, head.body]).toEqual([0, 200, ''])
    expect(head.headers).toEqual(whole.headers)
  })

  it('follows a foreign address to the page', async () => {
    const { code, stderr, text } = await get('-L', 'http://neverssl.com/any/where?x=1')
    expect([code, stderr]).toEqual([0, ''])
    expect(text).toMatch(/302 Found[^]*Location: http:\/\/192\.168\.4\.1\/\r[^]*200 OK[^]*<form/)
  })

  it.each([
    ['/favicon.ico', 404],
    ['/wpad.dat', 404],
    ['/nowhere', 302],
    ['/status', 200],
  ])('%s: %i', async (path, status) => {
    expect((await get(url + path)).status).toBe(status)
  })

  it.each([
    ['HTTP/1.0', ['--http1.0'], 200],
    ['a wish to keep the connection', ['-H', 'Connection: keep-alive'], 200],
    ['the port named', ['-H', 'Host: 192.168.4.1:80'], 200],
    ['a chunked body', ['-H', 'Transfer-Encoding: chunked', '-d', 'a=b'], 411],
    ['a method that is not known', ['-X', 'DELETE'], 501],
    ['a header of 3000 bytes', ['-H', `X-Long: ${'a'.repeat(3000)}`], 200],
    ['a header of 20,000 bytes', ['-H', `X-Long: ${'a'.repeat(20_000)}`], 431],
    ['a body of 600 bytes', ['-d', 'a'.repeat(600)], 413],
    ['a body of 100,000 bytes', ['-d', 'a'.repeat(100_000), '-H', 'Expect:'], 413],
    ['a form from elsewhere', ['-d', 'token=0', '-H', 'Origin: http://evil.example'], 403],
  ])('%s: closed after one answer', async (_, args, status) => {
    const path = args.includes('-d') ? '/connect' : '/'
    const answer = await get(...args, url + path)
    expect([answer.code, answer.stderr, answer.status]).toEqual([0, '', status])
    expect(answer.headers.connection).toBe('close')
    expect(answer.headers['content-length']).toBe(String(answer.body.length))
  })

  it('two addresses in one run: two connections', async () => {
    const { text, code } = await get(`${url}/status`, `${url}/status`)
    expect(code).toBe(0)
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })

  it('Expect: 100-continue is answered before the body is sent', async () => {
    const { text, code } = await get(
      '-H',
      'Expect: 100-continue',
      '-d',
      'token=0',
      `${url}/connect`,
    )
    expect(code).toBe(0)
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 403 /)
  })

  it('a form with a wrong entry: 303 back to the page, which shows it', async () => {
    const [, token] = /name="token" value="(\d+)"/.exec((await get(`${url}/`)).body)!
    const sent = await get('-d', `token=${token}`, '-d', 'ssid=', `${url}/connect`)
    expect([sent.status, sent.headers.location]).toEqual([303, `${url}/`])
    expect(JSON.parse((await get(`${url}/status`)).body)).toMatchObject({ state: 'name' })
  })
})

describe('HTTP in pieces', () => {
  const whole = request('POST /connect', ours, 'Content-Length: 7\r\n') + 'token=0'

  it.each([
    ['byte by byte', [...whole]],
    ['head, then body', [whole.slice(0, -7), whole.slice(-7)]],
    ['cut within the empty line', [whole.slice(0, -9), whole.slice(-9)]],
    ['bare line feeds', [whole.replaceAll('\r', '')]],
  ])('POST %s', async (_, pieces) => {
    expect((await ask(portal.httpPort, ...pieces)).status).toBe(403)
  })
})

it('all this without an exception on the console', () => {
  expect(portal.text).not.toMatch(/Traceback|Error|>>>/)
})

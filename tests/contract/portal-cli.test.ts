/** `npm run portal` as a firmware developer runs it: browser, typed commands, a script, changed files. */
import { once } from 'node:events'
import { appendFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { run } from '../support/command'
import { PortalProcess, type PortalSetup } from '../support/portal-process'
import { ask, open, request } from '../support/raw-http'

const script = new URL('../../src/cli/portal/portal.ts', import.meta.url).pathname
const home = { ssid: 'Home', key: 'correct horse', channel: 6, rssi: -48, address: '192.168.1.23' }

/** Ends with the test. */
async function start(test: TestContext, setup: PortalSetup = {}): Promise<PortalProcess> {
  const portal = await PortalProcess.start({ networks: { networks: [home] }, ...setup })
  test.onTestFinished(() => portal.stop())
  return portal
}

const place = ({ httpPort }: PortalProcess) => `http://127.0.0.1:${httpPort}`

/** Sends the form as a browser without JavaScript would, and follows where it leads. */
async function submit(at: PortalProcess, fields: Record<string, string>): Promise<Response> {
  const page = await (await fetch(`${place(at)}/`)).text()
  const token = /name="token" value="(\d+)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ token, ...fields })
  return fetch(`${place(at)}/connect`, { method: 'POST', body, headers: { Origin: place(at) } })
}

const state = async (at: PortalProcess) => {
  const answer = await fetch(`${place(at)}/status`)
  return ((await answer.json()) as { state: string }).state
}

describe('the command line', () => {
  const command = (...args: string[]) => run(process.execPath, ['--import', 'tsx', script, ...args])

  it('explains itself', async () => {
    const { stdout, code } = await command('--help')
    expect(stdout).toMatch(/^Usage: npm run portal[^]*--networks FILE/)
    expect(code).toBe(0)
  })

  it.each([
    [['--http', '70000'], '--http needs a port, not "70000"'],
    [['--networks', '/nowhere.json'], '/nowhere.json'],
    [['--speed', '0'], '--speed needs a number from 1 to 8, not "0"'],
    [['--colour'], "Unknown option '--colour'"],
  ])('%j: says what is wrong and fails', async (args, words) => {
    const { stderr, code } = await command(...args)
    expect(stderr).toContain(words)
    expect(code).toBe(1)
  })

  it('a port that is taken: says which', async (test) => {
    const { httpPort, dnsPort } = await start(test)
    const http = await command('--http', String(httpPort), '--dns', '0')
    expect([http.code, http.stderr]).toEqual([1, expect.stringMatching(/HTTP: .*EADDRINUSE/)])
    const dns = await command('--http', '0', '--dns', String(dnsPort))
    expect([dns.code, dns.stderr]).toEqual([1, expect.stringMatching(/DNS: .*EADDRINUSE/)])
  })
})

describe('in a browser on the same machine', () => {
  it('the host’s name stands for the board: redirects and forms stay there', async (test) => {
    const at = await start(test)
    const page = await fetch(`${place(at)}/no/such/page`)
    expect([page.status, page.url]).toEqual([200, `${place(at)}/`])
    const local = await ask(at.httpPort, request('GET /', `localhost:${at.httpPort}`))
    expect(local.status).toBe(200)
    const sent = await submit(at, { ssid: '' })
    expect([sent.status, sent.url]).toEqual([200, `${place(at)}/`])
    const foreign = await ask(at.httpPort, request('GET /', 'example.com'))
    expect(foreign.headers.location).toBe('http://192.168.4.1/')
  })

  it('--exact: nothing is changed on the way', async (test) => {
    const at = await start(test, { args: ['--exact'] })
    const { status, headers } = await fetch(`${place(at)}/`, { redirect: 'manual' })
    expect([status, headers.get('location')]).toEqual([302, 'http://192.168.4.1/'])
  })
})

describe('a changed file', () => {
  it('is seen to run without anything being typed', async (test) => {
    const at = await start(test)
    const from = at.text.length
    const path = join(at.folder, 'firmware', 'lib', 'captive_portal', '__init__.py')
    appendFileSync(path, '\nprint("changed line")\n')
    await at.seen(/^changed line/m, from)
    await at.opened(from)
  })

  it('with a mistake in it: Python says where; the next change mends it', async (test) => {
    const at = await start(test)
    const path = join(at.folder, 'firmware', 'main.py')
    let from = at.text.length
    writeFileSync(path, 'print("before")\n1 / 0\n')
    await at.seen(/File "main\.py", line 2[^]*ZeroDivisionError/, from)
    from = at.text.length
    writeFileSync(path, 'import captive_portal\ncaptive_portal.CaptivePortal().start()\n')
    await at.opened(from)
  })

  it('of the script counts, too; a wrong one is refused with the place of the mistake', async (test) => {
    const at = await start(test)
    const path = join(at.folder, 'networks.json')
    writeFileSync(path, '{ "networks": [{ "ssid": "Other", "key": "short" }] }')
    await at.seen(/networks\.0\.key: a key has 8 to 63 characters/)
    const from = at.text.length
    writeFileSync(path, '{ "networks": [{ "ssid": "Other", "key": "long enough" }] }')
    await at.opened(from)
    expect(await (await fetch(`${place(at)}/`)).text()).toContain('Other')
  })
})

describe('the radio', () => {
  it('does what is typed, and says so', async (test) => {
    const at = await start(test)
    for (const [line, answer] of [
      ['networks', /Home: password "correct horse", channel 6, -48 dBm$/m],
      ['off Home', /Home is gone from the air/],
      ['networks', /-48 dBm, off$/m],
      ['on Home', /Home is on the air/],
      ['off Nowhere', /There is no network "Nowhere", only Home/],
      ['sing', /"sing" is not a command/],
      ['help', /late SECONDS NAME/],
    ] as const) {
      const from = at.text.length
      at.say(line)
      await at.seen(answer, from)
    }
  })

  it('a scan that fails: no networks on the page, but their names can be typed', async (test) => {
    const events = [{ atMs: 0, do: 'scan-fails 1' }]
    const at = await start(test, { networks: { networks: [home], events } })
    expect(await (await fetch(`${place(at)}/`)).text()).not.toContain('Home')
    await submit(at, { ssid: 'Home', password: home.key })
    await at.seen(/Connected to 'Home'/)
  })

  it('a hop of the channel: connections break, the phone is refused and then back', async (test) => {
    const at = await start(test)
    const idle = await open(at.httpPort)
    const broken = new Promise((resolve) => idle.once('close', resolve))
    at.say('hop 0.5')
    await broken
    await expect(ask(at.httpPort, request('GET /status'))).rejects.toThrow('ECONNRESET')
    await at.seen(/the phone is back/)
    expect((await ask(at.httpPort, request('GET /status'))).status).toBe(200)
  })
})

describe.concurrent('what takes its time', () => {
  it('the whole way; then the port is closed, Python’s prompt answers, and the board remembers', async (test) => {
    const at = await start(test, { args: ['--compiled', '--speed', '5'] })
    await submit(at, { ssid: 'Home', password: home.key })
    await at.seen(/Connected to 'Home' with IP 192\.168\.1\.23/)
    expect(await (await fetch(`${place(at)}/`)).text()).toContain('192.168.1.23')
    await at.seen(/Turned off access point/)
    await at.seen(/>>> /)
    const [error] = (await once(connect(at.httpPort, '127.0.0.1'), 'error')) as [Error]
    expect(error.message).toContain('ECONNREFUSED')

    at.say('> print(6 * 7, wifi.isconnected())')
    await at.seen(/^42 True\r$/m)
    let from = at.text.length
    at.say('restart')
    await at.seen(/Connected to 'Home' with IP 192\.168\.1\.23/, from)
    expect(at.text.slice(from)).not.toContain('Starting captive portal')
    from = at.text.length
    at.say('forget')
    await at.opened(from)
  })

  it('the right password, refused: wrong; accepted and with a late address: connected', async (test) => {
    const at = await start(test, { args: ['--speed', '5'] })
    at.say('refuse Home')
    await at.seen(/Home refuses every password/)
    await submit(at, { ssid: 'Home', password: home.key })
    await at.seen(/Failed to connect to 'Home': wrong/)
    expect(await state(at)).toBe('wrong')
    at.say('accept Home')
    at.say('late 3 Home')
    await at.seen(/3 s to give an address/)
    await submit(at, { ssid: 'Home', password: home.key })
    expect(await state(at)).toBe('trying')
    await at.seen(/Connected to 'Home'/)
  })

  it.for([
    ['no DHCP', 'no-dhcp Home', 'silent'],
    ['the network gone', 'off Home', 'gone'],
  ] as const)('%s: the page says so, and the portal stays', async ([, line, verdict], test) => {
    const at = await start(test, { args: ['--speed', '5'] })
    at.say(line)
    await at.seen(/Home (gives no address|is gone)/)
    await submit(at, { ssid: 'Home', password: home.key })
    await at.seen(/Failed to connect to 'Home': /)
    expect(await state(at)).toBe(verdict)
  })
})

/** A network for a board over its open console: whatever runs there, and whatever happens meanwhile. */
import { afterEach, expect, it } from 'vitest'
import { BoardWatch } from '../../src/micropython/board-watch'
import { barsOf } from '../../src/improv/networks'
import { shownName } from '../../src/improv/shown-name'
import type { BoardDoes, BoardWifi, Joined } from '../../src/provision/wifi/board-wifi'
import { openWifi } from '../../src/provision/wifi/open-wifi'
import { replayingLink } from '../../src/provision/boot/replaying-link'
import { withNetwork } from '../../src/provision/files/wifi-credentials'
import { openLink } from '../../src/serial/open-link'
import { trafficOf } from '../../src/serial/traffic'
import type { SerialLink } from '../../src/serial/link'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import type { WifiNetwork } from '../../src/virtual-board/radio/networks'
import type { Radio } from '../../src/virtual-board/radio/radio'
import { encode, latin1 } from '../support/bytes'
import { fileEntry } from '../support/one-pass'
import { boardWith, filesOf, portalTree } from '../support/update-rig'

const wrong = 'wrong horse'
const right = 'correct horse'
let board: VirtualBoard
let link: SerialLink
let watch: BoardWatch
let said: string
let restarts: number
const over: (Joined | undefined)[] = []

let radio: Radio

/** The console of a board with these files, and beside it what the page listens with. */
async function boot(tree: Parameters<typeof boardWith>[0]) {
  const program = createMicroPythonProgram((environment) => (radio = environment.radio))
  board = boardWith(tree, { program })
  link = replayingLink(await openLink(board.port, { baudRate: 115_200 }))
  watch = new BoardWatch()
  said = ''
  restarts = 0
  over.length = 0
  link.subscribe((bytes) => {
    said += latin1(bytes)
    watch.push(bytes)
  })
}

const open = (does: BoardDoes, signal?: AbortSignal) =>
  openWifi(link, {
    board: does,
    signal,
    onRestart: () => {
      restarts++
      watch.restarted()
    },
    onOver: (joined) => void over.push(joined),
  })

const until = (what: () => boolean) => expect.poll(what, { timeout: 40_000 }).toBe(true)
const now = (is: string) => until(() => watch.now.is === is)
const join = (wifi: BoardWifi, password: string, name = 'Home') =>
  wifi.join({ name: encode(name), password: encode(password) })

/** In no console, and in no record of the port, however it was cut. */
function expectNoPasswords() {
  const bytes = trafficOf(board.port).entries.flatMap((entry) =>
    'bytes' in entry ? [...entry.bytes] : [...encode('text' in entry ? entry.text : '')],
  )
  for (const secret of [wrong, right, 'horse', Buffer.from(right).toString('hex')]) {
    expect(said).not.toContain(secret)
    expect(latin1(bytes)).not.toContain(secret)
  }
}

afterEach(async () => {
  await link.close()
  board.dispose()
})

it('an open portal: networks, a wrong password, the right one, and the portal closes', async () => {
  await boot(await portalTree())
  await now('portal')
  const wifi = await open('portal')
  const networks = await wifi.networks()
  const names = networks.map(({ name }) => shownName(name))
  expect(names).toEqual(['Home', 'Café "Zürich", 2. Stock', 'Library'])
  expect(networks.map(({ secured }) => secured)).toEqual([true, true, false])
  expect(networks.map(barsOf)).toEqual([4, 3, 2])
  expect(await join(wifi, wrong)).toEqual({ joined: false, why: 'wrong' })
  expect(await join(wifi, 'whatever!', 'Nowhere')).toEqual({ joined: false, why: 'gone' })
  const address = 'http://192.168.1.23/'
  expect(await join(wifi, right)).toEqual({ joined: true, address, next: 'portal-closes' })
  await wifi.close()
  expect(watch.now).toMatchObject({ is: 'joined', network: 'Home', address: '192.168.1.23' })
  await until(() => said.includes('Turned off access point'))
  expect(restarts).toBe(0)
  expectNoPasswords()
})

const change = (name: string, what: Partial<WifiNetwork>) =>
  radio.changeNetwork(
    radio.networks.find(({ ssid }) => ssid === name)!,
    what,
  )

// Of a network that hides its name nobody knows whether it is there at all.
it.each([
  ['Home', right, 'silent'],
  ['Attic', 'out of sight', 'unclear'],
])(
  'a router that gives no address, in %s: the time is over, and the next attempt succeeds',
  async (name, password, why) => {
    await boot(await portalTree())
    await now('portal')
    change(name, { dhcpMs: Infinity })
    const wifi = await open('portal')
    await wifi.networks()
    expect(await join(wifi, password, name)).toEqual({ joined: false, why })
    expect(watch.now).toMatchObject({ is: 'refused', network: name })
    change(name, { dhcpMs: undefined })
    expect(await join(wifi, password, name)).toMatchObject({ joined: true })
    await wifi.close()
    expect(watch.now).toMatchObject({ is: 'joined', network: name })
    expect(said).not.toContain(password)
    expectNoPasswords()
  },
)

it('a running program is stopped, the board joins, and the program starts again', async () => {
  const tree = await portalTree()
  tree.set('/main.py', fileEntry('import time\nprint("at work")\nwhile True: time.sleep(1)\n'))
  await boot(tree)
  await until(() => said.includes('at work'))
  const wifi = await open('unknown')
  expect((await wifi.networks()).map(({ name }) => shownName(name))).toContain('Home')
  expect(await join(wifi, wrong)).toEqual({ joined: false, why: 'wrong' })
  expect(await join(wifi, right)).toMatchObject({ joined: true, next: 'restarts' })
  said = ''
  await wifi.close()
  expect(restarts).toBe(1)
  await until(() => said.includes('at work'))
  expect(filesOf(board).get('/wifi.creds')).toContain(Buffer.from('Home').toString('hex'))
  expectNoPasswords()
})

it('a board at the prompt that fails to move starts again, and is back in its network', async () => {
  const tree = await portalTree()
  tree.set('/wifi.creds', fileEntry(withNetwork({ name: 'Home', password: right })))
  await boot(tree)
  await until(() => watch.now.is === 'joined' && watch.now.end === 'ended')
  const wifi = await open('program')
  expect(await join(wifi, 'whatever!', 'Nowhere')).toEqual({ joined: false, why: 'gone' })
  expect(watch.now).toMatchObject({ is: 'refused', network: 'Nowhere' })
  await wifi.close()
  expect(restarts).toBe(1)
  await now('joined')
  expect(watch.now).toMatchObject({ network: 'Home', address: '192.168.1.23' })
  expectNoPasswords()
})

const old = { name: 'Old', password: 'battery staple' }
const olderTree = async () => {
  const tree = await portalTree()
  for (const path of [...tree.keys()])
    if (/cable|improv|stdin|follow|near/.test(path)) tree.delete(path)
  tree.set('/wifi.creds', fileEntry(withNetwork(old)))
  return tree
}

/** All files but that of the networks. */
const others = () => [...filesOf(board)].filter(([path]) => path !== '/wifi.creds')

it('an older portal: over the REPL, what it remembers stays, and nothing else changes', async () => {
  const tree = await olderTree()
  tree.set('/notes.txt', fileEntry('mine'))
  await boot(tree)
  const before = others()
  await until(() => said.includes('Access point'))
  const wifi = await open('program')
  expect((await wifi.networks()).map(({ name }) => shownName(name))).toContain('Home')
  const address = 'http://192.168.1.23/'
  expect(await join(wifi, right)).toEqual({
    joined: true,
    network: 'Home',
    address,
    next: 'restarts',
  })
  await wifi.close()
  expect(restarts).toBe(1)
  expect(watch.now).toMatchObject({ is: 'joined', network: 'Home' })
  const home = { name: 'Home', password: right }
  expect(filesOf(board).get('/wifi.creds')).toBe(latin1(withNetwork(home, withNetwork(old))))
  expect(others()).toEqual(before)
  expectNoPasswords()
})

it('an older portal and a wrong password: it opens again, and the reason is not forgotten', async () => {
  await boot(await olderTree())
  await until(() => said.includes('Access point'))
  const wifi = await open('program')
  expect(await join(wifi, wrong)).toEqual({ joined: false, why: 'wrong' })
  expect(await join(wifi, right)).toEqual({ joined: false, why: 'over' })
  await wifi.close()
  expect(watch.now).toMatchObject({
    is: 'portal',
    accessPoint: { name: 'Lamp' },
    refused: { network: 'Home', why: 'wrong' },
  })
  expectNoPasswords()
})

it('MicroPython without a portal says so, and its program runs on', async () => {
  const main = 'import time\nprint("at work")\nwhile True: time.sleep(1)\n'
  await boot(new Map([['/main.py', fileEntry(main)]]))
  await until(() => said.includes('at work'))
  said = ''
  await expect(open('unknown')).rejects.toMatchObject({ code: 'file-missing' })
  expect(restarts).toBe(1)
  expect(filesOf(board).has('/wifi.creds')).toBe(false)
  await until(() => said.includes('at work'))
})

it('without consent nothing is interrupted', async () => {
  await boot(await portalTree())
  await now('portal')
  const wifi = await open('portal')
  expect(() => link.lend!()).toThrow('lent already')
  await wifi.close()
  await wifi.close()
  expect(said).not.toContain('KeyboardInterrupt')
  link.lend!().giveBack()
})

it('closing before anything was chosen starts the program again', async () => {
  const tree = await portalTree()
  tree.set('/main.py', fileEntry('import time\nprint("at work")\nwhile True: time.sleep(1)\n'))
  await boot(tree)
  await until(() => said.includes('at work'))
  said = ''
  const wifi = await open('program')
  await wifi.close()
  await until(() => said.includes('at work'))
  expect(said, 'nobody sees the commands').not.toContain('cable')
})

it('the cable comes off in the middle of an attempt', async () => {
  await boot(await portalTree())
  await now('portal')
  const wifi = await open('portal')
  const joining = join(wifi, right)
  board.unplug()
  await expect(joining).rejects.toMatchObject({ code: 'port-lost' })
  await wifi.close()
  expectNoPasswords()
})

it('a cancelled wait: the board goes on, and that it has joined is heard', async () => {
  await boot(await portalTree())
  await now('portal')
  const wifi = await open('portal')
  const abort = new AbortController()
  const joining = wifi.join({ name: encode('Home'), password: encode(right) }, abort)
  abort.abort()
  await expect(joining).rejects.toMatchObject({ name: 'AbortError' })
  await until(() => over.length > 0)
  expect(over[0]).toMatchObject({ joined: true, network: 'Home', address: 'http://192.168.1.23/' })
  expect(await join(wifi, right)).toEqual({ joined: false, why: 'over' })
  await wifi.close()
})

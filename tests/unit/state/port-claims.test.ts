/** A port that another tab of the page has is told apart from one that another program has. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import type { ConnectedBoard } from '../../../src/provision/connected-board'
import { PortClaims, type Locks } from '../../../src/state/port-claims'
import type { SessionServices } from '../../../src/state/session-services'
import { FakePort } from './fake-board'

/** What all tabs share. */
let held: string[]

const locks: Locks = {
  request: async (name: string, work: unknown) => {
    held.push(name)
    await (work as () => Promise<void>)()
    held = held.filter((one) => one !== name)
    return undefined as never
  },
  query: async () => ({ held: held.map((name) => ({ name })) }),
}

const busy = new DeviceError('port-busy', 'Failed to open serial port.')

/** A tab whose next wish for a board ends with `error`, or well. */
function tab(error?: Error, isShared = true) {
  const answer = async () => {
    if (error) throw error
    return {} as ConnectedBoard
  }
  const services = { connectBoard: answer, updateOverConsole: answer } as unknown as SessionServices
  const hold = new AbortController()
  const claims = new PortClaims(locks, () => isShared)
  const connect = ({ port } = new FakePort()) =>
    claims.among(services).connectBoard(port, { signal: hold.signal })
  return { connect, hold }
}

beforeEach(() => {
  held = []
})

test('a busy port that another tab has claimed is said to be there', async () => {
  await tab().connect()
  await expect(tab(busy).connect()).rejects.toMatchObject({
    code: 'port-in-other-tab',
    cause: busy,
  })
})

test('what the other tab has let go of is not blamed on it any more', async () => {
  const first = tab()
  await first.connect()
  first.hold.abort()
  await Promise.resolve()
  await expect.poll(() => held).toEqual([])
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('a tab does not blame itself', async () => {
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('another bridge in another tab is no reason', async () => {
  await tab().connect(new FakePort(0x55d4))
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('other failures stay what they are', async () => {
  await tab().connect()
  const lost = new DeviceError('port-lost', 'gone')
  await expect(tab(lost).connect()).rejects.toBe(lost)
})

test('ports that only this tab sees are not told of', async () => {
  await tab(undefined, false).connect()
  expect(held).toEqual([])
})

test('without Web Locks everything works as before', async () => {
  const services = { connectBoard: async () => Promise.reject(busy) } as unknown as SessionServices
  const claims = new PortClaims(undefined, () => true)
  await expect(claims.among(services).connectBoard(new FakePort().port, {})).rejects.toBe(busy)
})

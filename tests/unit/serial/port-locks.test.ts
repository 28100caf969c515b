/** A port that another tab of the page has is told apart from one that another program has. */
import { beforeEach, expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { PortLocks, type Locks } from '../../../src/serial/port-locks'
import { FakePort } from '../state/fake-board'

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

/** A tab whose next attempt to open a port ends with `error`, or well. */
function tab(error?: Error, isShared = true) {
  const answer = async () => {
    if (error) throw error
  }
  const hold = new AbortController()
  const portLocks = new PortLocks(locks, () => isShared)
  const connect = ({ port } = new FakePort()) => portLocks.use(port, hold.signal, answer)
  return { connect, hold }
}

beforeEach(() => {
  held = []
})

test('a busy port that another tab holds is reported as in another tab', async () => {
  await tab().connect()
  await expect(tab(busy).connect()).rejects.toMatchObject({
    code: 'port-in-other-tab',
    cause: busy,
  })
})

test('a port that the other tab has released is not reported as in another tab', async () => {
  const first = tab()
  await first.connect()
  first.hold.abort()
  await Promise.resolve()
  await expect.poll(() => held).toEqual([])
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('a tab does not find its own lock', async () => {
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('another bridge in another tab does not count', async () => {
  await tab().connect(new FakePort(0x55d4))
  await expect(tab(busy).connect()).rejects.toBe(busy)
})

test('other failures stay what they are', async () => {
  await tab().connect()
  const lost = new DeviceError('port-lost', 'gone')
  await expect(tab(lost).connect()).rejects.toBe(lost)
})

test('ports that only this tab sees are not locked', async () => {
  await tab(undefined, false).connect()
  expect(held).toEqual([])
})

test('without Web Locks everything works as before', async () => {
  const portLocks = new PortLocks(undefined, () => true)
  const open = () => Promise.reject(busy)
  await expect(portLocks.use(new FakePort().port, undefined, open)).rejects.toBe(busy)
})

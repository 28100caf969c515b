/** What differs in Firefox is seen by nobody above the link. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openLink } from '../../../src/serial/open-link'
import { FirefoxLikePort } from './firefox-like-port'

const baudRate = 115200
const bytesPerSecond = baudRate / 10

async function open() {
  const port = new FirefoxLikePort()
  return { port, link: await openLink(port, { baudRate }) }
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a long write is fulfilled when it has left, but for half a second', async () => {
  const { port, link } = await open()
  let done = false
  void link.write(new Uint8Array(3 * bytesPerSecond)).then(() => (done = true))
  await vi.advanceTimersByTimeAsync(2300)
  expect(done).toBe(false)
  await vi.advanceTimersByTimeAsync(400)
  expect(done).toBe(true)
  expect(port.mostAhead).toBeLessThanOrEqual(0.55 * bytesPerSecond)
  await vi.advanceTimersByTimeAsync(700)
  expect(port.sent).toHaveLength(3 * bytesPerSecond)
  await link.close()
})

it('two writes at once stay whole and in order', async () => {
  const { port, link } = await open()
  const one = link.write(new Uint8Array(bytesPerSecond).fill(1))
  const two = link.write(new Uint8Array(bytesPerSecond).fill(2))
  await vi.advanceTimersByTimeAsync(2500)
  await Promise.all([one, two])
  expect(port.sent.lastIndexOf(1)).toBeLessThan(port.sent.indexOf(2))
  await link.close()
})

it('closing lets out what was written', async () => {
  const { port, link } = await open()
  await link.write(new Uint8Array(0.4 * bytesPerSecond))
  const closed = link.close()
  await vi.advanceTimersByTimeAsync(600)
  await closed
  expect(port.sent).toHaveLength(0.4 * bytesPerSecond)
  expect(port.isOpen).toBe(false)
})

it('closing takes no longer than four seconds, whatever is under way', async () => {
  const { port, link } = await open()
  port.stalled = true
  void rejection(link.write(new Uint8Array(5 * bytesPerSecond)))
  const closed = link.close()
  await vi.advanceTimersByTimeAsync(4000)
  await closed
  expect(port.isOpen).toBe(false)
})

it('lines move when what was written before has left', async () => {
  const { port, link } = await open()
  let sentBefore = 0
  port.onSignals = () => (sentBefore = port.sent.length)
  await link.write(new Uint8Array(0.3 * bytesPerSecond))
  const moved = link.setSignals({ requestToSend: true })
  await vi.advanceTimersByTimeAsync(400)
  await moved
  expect(sentBefore).toBeGreaterThanOrEqual(0.29 * bytesPerSecond)
  await link.close()
})

it('a write that is cancelled half-way stops', async () => {
  const { port, link } = await open()
  const cancel = new AbortController()
  const outcome = rejection(
    link.write(new Uint8Array(5 * bytesPerSecond), { signal: cancel.signal }),
  )
  await vi.advanceTimersByTimeAsync(1000)
  cancel.abort()
  expect(await outcome).toMatchObject({ name: 'AbortError' })
  await vi.advanceTimersByTimeAsync(4000)
  expect(port.sent.length).toBeLessThan(2 * bytesPerSecond)
  await link.close()
})

it.each([true, false])('a pulled cable is a lost port (told by an event: %s)', async (event) => {
  const { port, link } = await open()
  port.unplug({ event })
  expect(await link.ended).toMatchObject({ code: 'port-lost' })
  await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' })
  await expect(link.setSignals({ requestToSend: true })).rejects.toMatchObject({
    code: 'port-lost',
  })
  await link.close()
})

it('a cable pulled in the middle of a write is a lost port', async () => {
  const { port, link } = await open()
  const outcome = rejection(link.write(new Uint8Array(3 * bytesPerSecond)))
  await vi.advanceTimersByTimeAsync(1000)
  port.unplug()
  await vi.advanceTimersByTimeAsync(500)
  expect(await outcome).toMatchObject({ code: 'port-lost' })
  await link.close()
})

it('the same port opens again after it was plugged in again', async () => {
  const { port, link } = await open()
  port.unplug()
  await link.close()
  port.connected = true
  const again = await openLink(port, { baudRate })
  await again.write(Uint8Array.of(7))
  await vi.advanceTimersByTimeAsync(50)
  expect(port.sent).toEqual([7])
  await again.close()
})

it('a write that fails because nothing moved for five seconds is a driver that does not answer', async () => {
  const { port, link } = await open()
  port.dropBuffered()
  const outcome = rejection(link.write(Uint8Array.of(1)))
  await vi.advanceTimersByTimeAsync(400)
  expect(await outcome).toMatchObject({ code: 'port-timeout' })
  await link.close()
})

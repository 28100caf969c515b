import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownerOf, takeLease } from '../../../src/serial/lease'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('refuses a second owner at once and names the first', async () => {
  const port = {}
  const lease = await takeLease(port, 'console')
  const second = takeLease(port, 'flasher')
  await expect(second).rejects.toMatchObject({
    code: 'port-busy',
    message: 'The console has the port.',
  })
  lease.release()
  expect(ownerOf(port)).toBeUndefined()
  expect((await takeLease(port, 'flasher')).owner).toBe('flasher')
})

it('waits for an owner who is leaving', async () => {
  const port = {}
  let closed: () => void = () => undefined
  const closing = new Promise<void>((resolve) => (closed = resolve))
  const lease = await takeLease(port, 'console')
  lease.releaseAfter(closing)
  const second = takeLease(port, 'flasher')
  await vi.advanceTimersByTimeAsync(1000)
  expect(ownerOf(port)).toBe('console')
  closed()
  expect((await second).owner).toBe('flasher')
})

it('releases although closing failed', async () => {
  const port = {}
  const lease = await takeLease(port, 'console')
  lease.releaseAfter(Promise.reject(new Error('driver')))
  expect((await takeLease(port, 'flasher')).owner).toBe('flasher')
})

it('waits for the given time, then refuses', async () => {
  const port = {}
  await takeLease(port, 'REPL')
  const second = takeLease(port, 'flasher', { waitMs: 300 }).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(300)
  expect(await second).toMatchObject({ code: 'port-busy' })
})

it('gives the port to one of two who wait', async () => {
  const port = {}
  const lease = await takeLease(port, 'console')
  const waiting = ['a', 'b'].map((name) =>
    takeLease(port, name, { waitMs: 100 }).catch((error: unknown) => error),
  )
  lease.release()
  await vi.advanceTimersByTimeAsync(200)
  expect(await Promise.all(waiting)).toMatchObject([{ owner: 'a' }, { code: 'port-busy' }])
})

it('a late release of an old lease does not take the port from the new owner', async () => {
  const port = {}
  const old = await takeLease(port, 'console')
  old.release()
  await takeLease(port, 'flasher')
  old.release()
  expect(ownerOf(port)).toBe('flasher')
})

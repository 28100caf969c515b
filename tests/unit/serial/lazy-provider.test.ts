import { expect, it, vi } from 'vitest'
import { LazyProvider } from '../../../src/serial/lazy-provider'
import { FakePort, FakeProvider } from '../state/fake-board'

it('loads the provider at the first question, once, and hands on its answers', async () => {
  const inner = new FakeProvider()
  inner.granted = [new FakePort()]
  const load = vi.fn(async () => inner)
  const lazy = new LazyProvider(load)
  expect(load).not.toHaveBeenCalled()

  expect(await lazy.getPorts()).toEqual([inner.granted[0]?.port])
  const filters = [{ usbVendorId: 0x1a86 }]
  expect(await lazy.requestPort({ filters })).toBe(inner.picked?.port)
  expect(inner.asked).toEqual([{ filters }])
  expect(load).toHaveBeenCalledOnce()
})

it('tells what comes and goes', async () => {
  const inner = new FakeProvider()
  const lazy = new LazyProvider(async () => inner)
  const heard: string[] = []
  for (const name of ['connect', 'disconnect']) lazy.addEventListener(name, () => heard.push(name))
  await lazy.getPorts()
  inner.dispatchEvent(new Event('connect'))
  inner.dispatchEvent(new Event('disconnect'))
  expect(heard).toEqual(['connect', 'disconnect'])
})

it('loads again after a failure', async () => {
  const inner = new FakeProvider()
  const load = vi.fn(async () => inner)
  load.mockRejectedValueOnce(new Error('offline'))
  const lazy = new LazyProvider(load)
  await expect(lazy.getPorts()).rejects.toThrow('offline')
  expect(await lazy.getPorts()).toEqual([])
})

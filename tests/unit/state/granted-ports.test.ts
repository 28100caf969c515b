/** Ports that were granted earlier, by the names on the boards. */
import { expect, test } from 'vitest'
import { GrantedPorts } from '../../../src/state/granted-ports.svelte'
import { FakePort, FakeProvider } from './fake-board'

test('plugging and unplugging keep the list up to date', async () => {
  const provider = new FakeProvider()
  const granted = new GrantedPorts(provider)
  await granted.refresh()
  expect(granted.ports).toEqual([])
  const port = new FakePort()
  provider.granted = [port, new FakePort(0x7523, false)]
  provider.dispatchEvent(new Event('connect'))
  await Promise.resolve().then(() => Promise.resolve())
  expect(granted.ports).toEqual([port])
  provider.granted = []
  provider.dispatchEvent(new Event('disconnect'))
  await Promise.resolve().then(() => Promise.resolve())
  expect(granted.ports).toEqual([])
})

test('without Web Serial there are none', async () => {
  const granted = new GrantedPorts(undefined)
  await granted.refresh()
  expect(granted.ports).toEqual([])
})

test('after a reload that the browser forgot the board with, it is to be chosen again', async () => {
  let kept: unknown
  const used = { read: () => kept, write: (value: unknown) => void (kept = value) }
  const provider = new FakeProvider()
  const granted = new GrantedPorts(provider, used)
  await granted.refresh()
  expect(granted.areForgotten).toBe(false)
  provider.granted = [new FakePort()]
  await granted.refresh()
  provider.granted = []
  await granted.refresh()
  expect(granted.areForgotten, 'unplugged, on the same page').toBe(false)
  const reloaded = new GrantedPorts(provider, used)
  expect(reloaded.areForgotten, 'not asked yet').toBe(false)
  await reloaded.refresh()
  expect(reloaded.areForgotten).toBe(true)
  provider.granted = [new FakePort()]
  await reloaded.refresh()
  expect(reloaded.areForgotten).toBe(false)
})

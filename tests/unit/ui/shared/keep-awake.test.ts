import { afterEach, expect, it, vi } from 'vitest'
import { keepAwake } from '../../../../src/ui/shared/keep-awake'

class Page extends EventTarget {
  visibilityState = 'visible'
  turn(state: 'visible' | 'hidden') {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

const asPage = (page: Page) => page as unknown as Document
const settled = () => new Promise((resolve) => setTimeout(resolve))

function wakeLock() {
  const release = vi.fn(async () => undefined)
  const request = vi.fn(async () => ({ release }))
  vi.stubGlobal('navigator', { wakeLock: { request } })
  return { request, release }
}

afterEach(() => vi.unstubAllGlobals())

it('asks for the lock, and again when the page comes back', async () => {
  const { request, release } = wakeLock()
  const page = new Page()
  const end = keepAwake(asPage(page))
  await settled()
  page.turn('hidden')
  page.turn('visible')
  await settled()
  expect(request).toHaveBeenCalledTimes(2)
  end()
  expect(release).toHaveBeenCalled()
  page.turn('visible')
  await settled()
  expect(request).toHaveBeenCalledTimes(2)
})

it('releases a lock that comes after the end', async () => {
  const { release } = wakeLock()
  keepAwake(asPage(new Page()))()
  await settled()
  expect(release).toHaveBeenCalledOnce()
})

it.each([
  ['is missing', {}],
  ['is refused', { wakeLock: { request: () => Promise.reject(new Error('low battery')) } }],
])('does nothing where the lock %s', async (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  const end = keepAwake(asPage(new Page()))
  await settled()
  expect(end).not.toThrow()
})

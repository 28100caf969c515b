/** What is said of a field that was left must not move away what is being pressed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { afterPress } from '../../../../src/ui/shared/form-errors.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('at once where nothing is pressed', () => {
  const then = vi.fn<() => void>()
  afterPress(false, then, new EventTarget())
  expect(then).toHaveBeenCalledOnce()
})

test.each(['pointerup', 'pointercancel'])('once, after the click that follows %s', (name) => {
  const [target, then] = [new EventTarget(), vi.fn<() => void>()]
  afterPress(true, then, target)
  expect(then).not.toHaveBeenCalled()
  target.dispatchEvent(new Event(name))
  expect(then).not.toHaveBeenCalled()
  vi.runAllTimers()
  target.dispatchEvent(new Event(name))
  vi.runAllTimers()
  expect(then).toHaveBeenCalledOnce()
})

/** The plan in the background: the newest wish wins, and nothing that fails is thrown at the page. */
import { expect, test, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import type { InstallPlan } from '../../../src/provision/plan/plan'
import { newPreset } from '../../../src/presets/defaults'
import { installRequest, wifiProblem } from '../../../src/state/install-request'
import { Planning } from '../../../src/state/planning.svelte'
import { FakeBoard, identity, request } from './fake-board'

const plan = { flashBytes: 1 } as InstallPlan
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('planning → ready', async () => {
  const [board, planning] = [new FakeBoard(identity), new Planning()]
  const done = planning.prepare(board, request)
  expect(planning.offer).toEqual({ at: 'planning', last: undefined })
  board.planning[0]!.options.onProgress?.({ phase: 'prepare', detail: 'Reading' })
  expect(planning.offer).toMatchObject({ at: 'planning', detail: 'Reading' })
  board.planning[0]!.resolve(plan)
  await done
  expect(planning.offer).toEqual({ at: 'ready', plan })
})

test('a change of mind cancels the plan in the making, and its end is not seen', async () => {
  const [board, planning] = [new FakeBoard(identity), new Planning()]
  void planning.prepare(board, request)
  void planning.prepare(board, { ...request, eraseAll: true })
  await settled()
  expect(board.planning[0]!.options.signal?.aborted).toBe(true)
  expect(planning.offer.at).toBe('planning')
  board.planning[1]!.resolve(plan)
  await settled()
  expect(planning.offer).toEqual({ at: 'ready', plan })
})

test('somebody who types asks the board once, and sees the last plan meanwhile', async () => {
  vi.useFakeTimers()
  try {
    const [board, planning] = [new FakeBoard(identity), new Planning()]
    void planning.prepare(board, request)
    board.planning[0]!.resolve(plan)
    await vi.advanceTimersByTimeAsync(0)
    for (const name of ['H', 'Ho', 'Hom', 'Home']) {
      void planning.prepare(board, { ...request, wifi: { name, password: '' } })
      await vi.advanceTimersByTimeAsync(100)
      expect(planning.offer).toMatchObject({ at: 'planning', last: plan })
    }
    await vi.advanceTimersByTimeAsync(1000)
    expect(board.planning).toHaveLength(2)
  } finally {
    vi.useRealTimers()
  }
})

test('a failure is an offer with its code', async () => {
  const [board, planning] = [new FakeBoard(identity), new Planning()]
  const done = planning.prepare(board, request)
  board.planning[0]!.reject(new DeviceError('filesystem-full', 'too much'))
  await done
  expect(planning.offer).toMatchObject({ at: 'failed', error: { code: 'filesystem-full' } })
})

test.each([
  [{ name: '', password: '' }, true],
  [{ name: '', password: 'correct horse' }, false],
  [{ name: 'Home', password: '' }, true],
  [{ name: 'Home', password: '1234567' }, false],
  [{ name: 'Home', password: '12345678' }, true],
  [{ name: 'Home', password: 'x'.repeat(63) }, true],
  [{ name: 'Home', password: 'x'.repeat(64) }, false],
  [{ name: 'Home', password: 'a1'.repeat(32) }, true],
  [{ name: 'é'.repeat(17), password: '' }, false],
])('a network that can exist: %j %s', (wifi, fine) => {
  expect(wifiProblem(wifi) === undefined).toBe(fine)
})

test('a network goes into the request only with a name; who erases everything keeps nothing', () => {
  const preset = newPreset()
  const choices = { owners: 'keep', wifi: { name: '', password: 'secret secret' } } as const
  const made = installRequest(preset, request.firmware, 'real', choices)
  expect(JSON.stringify(made)).not.toContain('secret')
  expect(made.owners).toBe('keep')
  const erasing = { ...preset, flash: { ...preset.flash, eraseAll: true } }
  expect(installRequest(erasing, request.firmware, 'real', choices).owners).toBe('replace')
})

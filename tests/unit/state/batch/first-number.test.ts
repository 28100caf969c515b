/** The number that the setup shows, and the one that the next board gets. */
import { expect, test, vi } from 'vitest'
import { memoryStore } from '../../../../src/presets/key-value-store'
import { BatchList } from '../../../../src/state/batch/batch-list.svelte'
import { firstSetup } from '../../../../src/state/batch/stored-batch'

const services = { kind: 'virtual', takeTurn: async () => () => undefined } as const

test('the first number is the next one after a reload and after each stop', async () => {
  const stored = { version: 1, setup: firstSetup(), next: 4, rows: [] }
  const list = new BatchList(services, memoryStore({ virtual: stored }))
  await list.read()
  expect(list.setup.start).toBe(4)
  await list.takeTurn()
  expect([list.takeNumber(), list.takeNumber()]).toEqual([4, 5])
  list.endTurn()
  await vi.waitFor(() => expect(list.setup.start).toBe(6))
})

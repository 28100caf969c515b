import { describe, expect, it } from 'vitest'
import { readApps } from '../../firmware/starter-apps'
import { appMemory } from './app-memory'

describe.each(readApps().map(({ app }) => app))('$name in the heap of the chip', (app) => {
  it('takes no more than its app.json states, and there is room to compile it', async () => {
    const { bytes, freeAfter } = await appMemory(app.name)
    expect(bytes).toBeLessThanOrEqual(app.memoryBytes)
    expect(freeAfter).toBeGreaterThan(15_000)
  })
})

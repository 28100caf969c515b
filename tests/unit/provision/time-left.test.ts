import { describe, expect, it } from 'vitest'
import { estimates, TimeLeft } from '../../../src/provision/time-left'

const size = { compressedBytes: 423_611, uploadBytes: 12_000, baudRate: 460_800 }

describe('time left', () => {
  it('starts from the arithmetic of the wire: v1.23.0 takes 9.2 s at 460,800 baud', () => {
    const { write } = estimates(size)
    expect(write).toBeGreaterThan(9_190)
    expect(write).toBeLessThan(9_190 * 1.1)
  })

  it('never grows from one phase to the next while the clock stands still', () => {
    const timeLeft = new TimeLeft(size, () => 0)
    const order = ['prepare', 'write', 'verify', 'start', 'upload', 'portal'] as const
    const seen = order.map((phase) => timeLeft.at(phase))
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
  })

  it('measures the running phase: a wire at half speed doubles what is left of it', () => {
    let nowMs = 0
    const timeLeft = new TimeLeft(size, () => nowMs)
    timeLeft.at('write', 0)
    nowMs = 10_000
    const laterMs = new TimeLeft(size, () => 0).at('verify')
    expect(timeLeft.at('write', 0.5)).toBe(10_000 + laterMs)
  })
})

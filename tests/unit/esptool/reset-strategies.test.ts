import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { hardReset } from '../../../src/esptool/hard-reset'
import { bootloaderStrategies, playReset } from '../../../src/esptool/reset-strategies'
import { outcomeOf } from '../../support/fake-time'

/** Lines as esptool writes them, with the time of each change. */
function recorder() {
  const start = performance.now()
  const seen: string[] = []
  const setSignals = async ({ dataTerminalReady, requestToSend }: SerialOutputSignals) => {
    const lines = `D${Number(dataTerminalReady)}R${Number(requestToSend)}`
    seen.push(`${Math.round(performance.now() - start)}:${lines}`)
  }
  return { seen, setSignals }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

// Times of the protocol's documentation: D0R1 100 ms, D1R0 50 (550) ms, D0.
it.each([
  [0, ['0:D0R1', '100:D1R0', '150:D0R0']],
  [1, ['0:D0R1', '100:D1R0', '650:D0R0']],
])('strategy %d moves both lines in one call, in time', async (index, expected) => {
  const target = recorder()
  await outcomeOf(playReset(target, bootloaderStrategies[index]!))
  expect(target.seen).toEqual(expected)
})

it('resets into run mode without ever pulling GPIO0', async () => {
  const target = recorder()
  await outcomeOf(hardReset(target))
  expect(target.seen).toEqual(['0:D0R1', '100:D0R0'])
})

it('lets the lines go when it is cancelled in the middle', async () => {
  const target = recorder()
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(), 120)
  const { error } = await outcomeOf(
    playReset(target, bootloaderStrategies[0]!, { signal: cancel.signal }),
  )
  expect(error).toMatchObject({ name: 'AbortError' })
  expect(target.seen).toEqual(['0:D0R1', '100:D1R0', '120:D0R0'])
})

it('passes on why the lines cannot be moved', async () => {
  const setSignals = async () => {
    throw new DeviceError('port-lost', 'unplugged')
  }
  const { error } = await outcomeOf(hardReset({ setSignals }))
  expect(error).toMatchObject({ code: 'port-lost' })
})

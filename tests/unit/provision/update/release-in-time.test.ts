/** A hung board does not keep its port for 68 seconds after it was let go of. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openRepl } from '../../../../src/micropython/open-repl'
import { releaseInTime } from '../../../../src/provision/update/release-in-time'
import { removeFile } from '../../../../src/micropython/files'
import { openLink } from '../../../../src/serial/open-link'
import { FakePort } from '../../serial/fake-port'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each([true, false])(
  'the link ends within two seconds of a cancel (lines: %s)',
  async (byLines) => {
    const port = new FakePort()
    const link = await openLink(port, { baudRate: 115200 })
    const cancel = new AbortController()
    const inTime = releaseInTime(link, { signal: cancel.signal, byLines })
    let waited: unknown
    void openRepl(link, { timeoutMs: 60_000 })
      .then((repl) => removeFile(repl, '/x'))
      .catch((error: unknown) => (waited = error))
    await vi.advanceTimersByTimeAsync(5000)
    expect(waited).toBeUndefined()
    cancel.abort()
    await vi.advanceTimersByTimeAsync(2000)
    expect(waited).toMatchObject({ code: 'port-lost' })
    expect(port.isOpen).toBe(false)
    expect(port.signals.length > 0).toBe(byLines)
    inTime.stop()
  },
)

it('a link whose owner is done in time stays open', async () => {
  const port = new FakePort()
  const link = await openLink(port, { baudRate: 115200 })
  const cancel = new AbortController()
  const inTime = releaseInTime(link, { signal: cancel.signal, byLines: true })
  cancel.abort()
  inTime.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(port.isOpen).toBe(true)
  await link.close()
})

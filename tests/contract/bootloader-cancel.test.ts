/** Cancelling is no failure: an AbortError at once, and a port that is free. */
import { describe, expect, it } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { outcomeOf, running } from '../support/fake-time'
import {
  board,
  expectFree,
  expectSecondTryToWork,
  openAt,
  plugIn,
  regions,
  useBoards,
} from './bootloader-rig'

useBoards()

describe('cancelling', () => {
  it('while connecting is an AbortError at once, and the port is free', async () => {
    plugIn()
    board.faults.neverSync = true
    const cancel = new AbortController()
    const opening = openBootloader(board.port, { signal: cancel.signal })
    setTimeout(() => cancel.abort(), 700)
    const { error, elapsedMs } = await outcomeOf(opening)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(elapsedMs).toBeLessThan(720)
    expectFree()
    await expectSecondTryToWork()
  })

  it('between two blocks stops there, closes the port and lets a second try succeed', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    const cancel = new AbortController()
    let blocks = 0
    const onProgress = () => {
      if (++blocks === 3) cancel.abort()
    }
    const { error } = await outcomeOf(
      bootloader.write(regions, { signal: cancel.signal, onProgress }),
    )
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(blocks).toBe(3)
    expectFree()
    await running(bootloader.close())
    await expectSecondTryToWork()
  })

  it('before it began does not touch the board', async () => {
    plugIn()
    const { error } = await outcomeOf(openBootloader(board.port, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expectFree()
  })

  it('while an erase runs does not wait for it', async () => {
    plugIn({ pace: true })
    const bootloader = await openAt(460_800)
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 500)
    const { error, elapsedMs } = await outcomeOf(bootloader.eraseFlash({ signal: cancel.signal }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(elapsedMs).toBeLessThan(1000)
    expectFree()
  })

  it('closing during a write ends it, without anything left open', async () => {
    plugIn({ pace: true })
    const bootloader = await openAt(460_800)
    const writing = outcomeOf(bootloader.write(regions))
    setTimeout(() => void bootloader.close(), 300)
    expect((await writing).error).toMatchObject({ code: 'port-lost' })
    await running(bootloader.close())
    expectFree()
  })
})

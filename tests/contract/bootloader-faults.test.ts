/** How each failure ends: in its own code, in time, the port closed and good for a second try. */
import { describe, expect, it, vi } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { openLink } from '../../src/serial/open-link'
import { outcomeOf, running } from '../support/fake-time'
import {
  board,
  expectFree,
  expectNoConnection,
  expectSecondTryToWork,
  image,
  KiB,
  md5,
  open,
  openAt,
  plugIn,
  regions,
  useBoards,
  writeImage,
} from './bootloader-rig'

useBoards()

describe('a board with a fault', () => {
  it('never syncs: no-sync within five seconds', async () => {
    plugIn()
    board.faults.neverSync = true
    const { elapsedMs } = await expectNoConnection('no-sync')
    expect(elapsedMs).toBeLessThan(5000)
  })

  it('boots from flash whatever DTR and RTS are: no-sync', async () => {
    plugIn()
    board.faults.wrongBootMode = true
    await expectNoConnection('no-sync')
  })

  it('answers as another chip: wrong-chip', async () => {
    plugIn()
    board.faults.wrongChipMagic(0x00f01d83)
    const { error, elapsedMs } = await expectNoConnection('wrong-chip')
    expect((error as Error).message).toContain('ESP32')
    expect(elapsedMs).toBeLessThan(1000)
  })

  it('is held by another program: port-busy', async () => {
    plugIn()
    board.faults.busy = true
    await expectNoConnection('port-busy')
  })

  it('is held by our own console: port-busy, by name', async () => {
    plugIn()
    const link = await running(openLink(board.port, { baudRate: 115_200 }))
    const { error } = await outcomeOf(openBootloader(board.port))
    expect(error).toMatchObject({ code: 'port-busy', message: 'The console has the port.' })
    await running(link.close())
    await expectSecondTryToWork()
  })

  it('is unplugged while it connects: port-lost at once', async () => {
    plugIn()
    board.faults.unplugAtByte(20)
    const { elapsedMs } = await expectNoConnection('port-lost')
    expect(elapsedMs).toBeLessThan(500)
  })

  it('is unplugged in the middle of a block: port-lost at once', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    board.faults.unplugAtByte(40_000)
    const { error, elapsedMs } = await outcomeOf(bootloader.write(regions))
    expect(error).toMatchObject({ code: 'port-lost' })
    expect(elapsedMs).toBeLessThan(200)
    await running(bootloader.close())
    expectFree()
    await expectSecondTryToWork()
  })

  it('is unplugged while it only waits: the next operation says port-lost', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    board.unplug()
    await vi.advanceTimersByTimeAsync(10)
    const { error, elapsedMs } = await outcomeOf(bootloader.md5(0, 4096))
    expect(error).toMatchObject({ code: 'port-lost' })
    expect(elapsedMs).toBeLessThan(50)
    await running(bootloader.close())
    await expectSecondTryToWork()
  })

  it('loses an acknowledgement: starts the region again, and the flash content is correct', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    board.faults.loseAcknowledgement(3)
    const seen: number[] = []
    const onProgress = (done: number) => seen.push(done)
    await running(bootloader.write(regions, { onProgress }))
    await running(bootloader.verify(regions))
    expect(seen.filter((done, k) => done < (seen[k - 1] ?? 0))).toHaveLength(1)
    expect(md5(board.flash.read(0, image.length))).toBe(md5(image))
    await running(bootloader.close())
  })

  it('loses every acknowledgement: no-answer, bounded, and works the next time', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    for (let n = 1; n < 100; n++) board.faults.loseAcknowledgement(n)
    const { error, elapsedMs } = await outcomeOf(bootloader.write(regions))
    expect(error).toMatchObject({ code: 'no-answer' })
    expect(elapsedMs).toBeLessThan(40_000)
    await running(bootloader.close())
    expectFree()
    await expectSecondTryToWork()
  })

  it.each(['drop', 'corrupt', 'duplicate'] as const)(
    'to %s one byte of a block does not matter: the flash content is correct in the end',
    async (action) => {
      plugIn()
      const bootloader = await openAt(460_800)
      board.faults[`${action}Byte`](30_000, 'toChip')
      await writeImage(bootloader)
      await running(bootloader.verify(regions))
      await running(bootloader.close())
    },
  )

  it('reads a damaged packet again', async () => {
    plugIn({ flash: image })
    const bootloader = await openAt(460_800)
    board.faults.corruptByte(20_000, 'toHost')
    expect(md5(await running(bootloader.read(0, image.length)))).toBe(md5(image))
    await running(bootloader.close())
  })

  it('resets during a write: is put into the bootloader again and written', async () => {
    plugIn()
    const bootloader = await openAt(460_800)
    board.faults.resetAtByte(50_000)
    await running(bootloader.write(regions))
    await running(bootloader.verify(regions))
    await running(bootloader.close())
  })

  it('has a bad sector: verify-failed', async () => {
    plugIn({ flash: new Uint8Array(64 * KiB) })
    board.faults.badSector(0x4000)
    const bootloader = await openAt(460_800)
    await running(bootloader.write(regions))
    const { error } = await outcomeOf(bootloader.verify(regions))
    expect(error).toMatchObject({ code: 'verify-failed' })
    await running(bootloader.close())
  })

  it('has a slow flash on a paced wire: written all the same', async () => {
    plugIn({ pace: true })
    const bootloader = await openAt(460_800)
    board.faults.slowFlash(4)
    await running(bootloader.write(regions))
    await running(bootloader.verify(regions))
    await running(bootloader.close())
  })
})

describe('a noisy wire while connecting', () => {
  it.each([0, 40, 120, 300, 5000, 9000])(
    'a byte that is damaged after %d does not keep the board from being connected',
    async (index) => {
      plugIn()
      board.faults.corruptByte(index, 'toChip')
      const bootloader = await openAt(460_800)
      expect(bootloader.identity.mac).toBe('18:fe:34:42:44:42')
      await running(bootloader.close())
    },
  )

  it.each([0, 30, 100, 200, 400])(
    'a byte that is lost after %d on the way back does not either',
    async (index) => {
      plugIn()
      board.faults.dropByte(index, 'toHost')
      const bootloader = await openAt(460_800)
      expect(bootloader.identity.mac).toBe('18:fe:34:42:44:42')
      await running(bootloader.close())
    },
  )

  it('a chip that stops answering while the stub is uploaded: stub-failed, bounded', async () => {
    plugIn()
    const bootloader = await open()
    board.faults.neverSync = true
    board.faults.resetAtByte(3000)
    const { error, elapsedMs } = await outcomeOf(bootloader.startStub())
    expect(error).toMatchObject({ code: 'stub-failed' })
    expect(elapsedMs).toBeLessThan(10_000)
    await running(bootloader.close())
    expectFree()
    await expectSecondTryToWork()
  })
})

/**
 * The faults that people meet, through the page's own session against the virtual board: each ends in
 * its own code and words, with the port released, and a second try succeeds without reloading.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DeviceError, type DeviceErrorCode } from '../../src/errors'
import { help } from '../../src/help/words'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import { hardReset } from '../../src/esptool/hard-reset'
import { listen } from '../../src/provision/boot/listen'
import { openWifi } from '../../src/provision/wifi/open-wifi'
import { updateFiles } from '../../src/provision/update/update-files'
import { Session } from '../../src/state/session.svelte'
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { Faults } from '../../src/virtual-board/faults'
import { demoRequest, micropythonBoard } from '../support/micropython-board'

const request = demoRequest()

let board: VirtualBoard
let session: Session

function newPage() {
  board = micropythonBoard()
  session = new Session({
    provider: async () => board.serial,
    connectBoard,
    updateOverConsole: (port, request, options) =>
      updateFiles(port, request, { ...options, way: 'console' }),
    listen,
    openWifi,
    hardReset,
  })
}
afterEach(async () => {
  await session.disconnect()
  board.dispose()
})

async function connectAndInstall(firmware = request.firmware) {
  await session.connect('virtual')
  await session.install({ ...request, firmware })
}

function expectFailure(code: DeviceErrorCode) {
  expect(session.state).toMatchObject({ at: 'failed', error: { code } })
  const { title, cause, steps } = help[code]
  expect(title().length * cause().length * steps.length, 'it has words').toBeGreaterThan(0)
}

async function expectFreePort() {
  await vi.waitFor(() => expect(board.port.readable).toBeNull(), { timeout: 5000 })
}

/** What a person does next: puts it right and tries again on the same page. */
async function expectSecondTryToWork() {
  board.faults.clear()
  board.plug()
  await connectAndInstall()
  expect(session.state).toMatchObject({ at: 'running', report: { address: '192.168.4.1' } })
}

const faults: [name: string, arm: (faults: Faults) => void, code: DeviceErrorCode][] = [
  ['a board that never syncs', (f) => (f.neverSync = true), 'no-sync'],
  ['a board that boots instead of listening', (f) => (f.wrongBootMode = true), 'no-sync'],
  ['a cable unplugged in mid-write', (f) => f.unplugAtByte(150_000), 'port-lost'],
  ['another chip', (f) => f.wrongChipMagic(0x00f01d83), 'wrong-chip'],
  ['a port that another program holds', (f) => (f.busy = true), 'port-busy'],
]

describe('each fault ends with its own error code, and a second try succeeds', () => {
  it.each(faults)('%s', { timeout: 60_000 }, async (_name, arm, code) => {
    newPage()
    arm(board.faults)
    await connectAndInstall()
    expectFailure(code)
    await expectFreePort()
    await expectSecondTryToWork()
  })

  it('a damaged image', { timeout: 60_000 }, async () => {
    newPage()
    const damaged = makeDemoImage()
    damaged[0x30000]! ^= 1
    await connectAndInstall(damaged)
    expectFailure('image-damaged')
    await expectFreePort()
    await expectSecondTryToWork()
  })

  it('a lost acknowledgement is recovered automatically', { timeout: 60_000 }, async () => {
    newPage()
    board.faults.loseAcknowledgement(20)
    await connectAndInstall()
    expect(session.state).toMatchObject({ at: 'running' })
  })

  it('a picker that is closed without a choice is no failure', { timeout: 60_000 }, async () => {
    newPage()
    board.faults.pickerCancelled = true
    await session.connect('virtual')
    expect(session.state).toMatchObject({ at: 'disconnected' })
    await expectFreePort()
    await expectSecondTryToWork()
  })

  it('errors of the job are DeviceErrors, so that help can be found for them', async () => {
    newPage()
    board.faults.neverSync = true
    await session.connect('virtual')
    expect(session.state.at === 'failed' && session.state.error).toBeInstanceOf(DeviceError)
  })
})

/**
 * What the buttons of the boot doctor do, on the virtual board: each step mends what it is for. Which
 * button belongs to which case is in tests/unit/ui/install/boot-fix.test.ts.
 */
import { afterEach, expect, it, vi } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { makeDemoImage } from '../../src/images/demo-image'

import { BootFailure, nextStep } from '../../src/provision/boot/boot-diagnosis'
import { connectBoard } from '../../src/provision/connect-board'
import { prepareInstall } from '../../src/provision/write/install-in-one-pass'
import type { InstallRequest } from '../../src/provision/request'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { bootFix } from '../../src/ui/install/boot-fix'
import { DeviceError } from '../../src/errors'
import {
  fileEntry,
  filesOn,
  flashWith,
  genericOffset,
  inFakeTime,
  installOn,
  planOn,
  portal,
  request,
} from '../support/one-pass'
import { outcomeOf } from '../support/fake-time'
import { micropythonBoard } from '../support/micropython-board'

let board: VirtualBoard
afterEach(() => {
  board.dispose()
  vi.useRealTimers()
})

/** What the button for `error` changes about the same installation. */
function changeFor(error: DeviceError, baudRate = 460_800): Partial<InstallRequest> {
  const action = bootFix(error, { baudRate })?.action
  if (action?.verb === 'retry') return action.change
  if (action?.verb === 'retryErasing' && action.erase === 'files') {
    return { filesystem: 'format', owners: 'replace' }
  }
  throw new Error(`No change: ${action?.verb}`)
}
const diagnosed = (cause: Parameters<typeof nextStep>[0]) =>
  new BootFailure({ cause, next: nextStep(cause), logs: [] })

const tree = [
  ...portal.map(({ path, bytes }) => [path, fileEntry(bytes)] as const),
  ['/diary.txt', fileEntry('dear diary')] as const,
]

it('wrong size: the header gets the size of the chip, and no file is touched', async () => {
  const flash = flashWith(tree)
  flash[3] = 0x20
  board = createVirtualBoard({ flash })
  const plan = await installOn(board, {
    change: changeFor(diagnosed({ code: 'flash-size-header' })),
  })
  expect(plan.firmware.step).toBe('header')
  expect(board.flash.read(3, 1)[0]! >> 4).toBe(4)
  expect(filesOn(board).get('/diary.txt')).toBeDefined()
})

it('flash mode: the next one is in the header', async () => {
  board = createVirtualBoard({ flash: flashWith(tree) })
  await installOn(board, { change: changeFor(diagnosed({ code: 'flash-read' })) })
  expect(board.flash.read(2, 1)[0]).toBe(2) // 0 QIO, 1 QOUT, 2 DIO, 3 DOUT
})

const broken = { code: 'filesystem-corrupt', startSector: 256, sectors: 763 } as const

it('files that cannot be used: both sectors of the start are erased, and the plan says what goes', async () => {
  board = createVirtualBoard({ flash: flashWith(tree) })
  const change = changeFor(diagnosed(broken))
  const plan = await planOn(board, { change })
  expect(plan.losses).toContainEqual({ kind: 'file', path: '/diary.txt', why: 'erased' })
  expect(plan.files.step).toBe('repl')
  await installOn(board, { change })
  expect(board.flash.read(genericOffset, 8192).every((byte) => byte === 0xff)).toBe(true)
})

it('files that cannot be used: MicroPython makes new ones, and the portal runs', async () => {
  board = micropythonBoard()
  const wanted = { ...request({ firmware: makeDemoImage() }), ...changeFor(diagnosed(broken)) }
  const first = await connectBoard(board.port)
  await (await first.install({ ...wanted, filesystem: undefined })).link.close()
  board.flash.program(genericOffset, new Uint8Array(8192))
  const again = await connectBoard(board.port)
  const { report, link } = await again.install(wanted)
  await link.close()
  expect(report.address).toBe('192.168.4.1')
}, 60_000)

it('slower: a cable that garbles the fast rates carries the next one', async () => {
  vi.useFakeTimers()
  board = createVirtualBoard({ pace: true, flash: flashWith(tree) })
  board.faults.maxBaudRate = 250_000
  const change = changeFor(new DeviceError('write-failed', ''))
  await inFakeTime(async () => {
    const bootloader = await openBootloader(board.port)
    const { baudRate, plan } = await prepareInstall(bootloader, request(change), {
      rescued: new RescuedFiles(),
    })
    await bootloader.close()
    expect([baudRate, plan.found.firmware.kind]).toEqual([230_400, 'micropython'])
  })
})

it('FLASH by hand: a board without the reset circuit is found while the button is held', async () => {
  vi.useFakeTimers()
  board = createVirtualBoard({ pace: true, autoReset: false, flash: flashWith(tree) })
  const { error } = await outcomeOf(openBootloader(board.port))
  expect(bootFix(error as DeviceError)?.label).toBe('Try again with FLASH held down')
  board.holdFlashButton(true)
  board.pressResetButton()
  const { value } = await outcomeOf(openBootloader(board.port))
  expect(value?.identity.chip).toBe('ESP8266EX')
  await value?.close()
})

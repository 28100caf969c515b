/**
 * A virtual board and an installation in one pass on it, under fake time: what the tests of planning
 * and carrying out share. Small images, so that hundreds of installations take seconds.
 */
import { openBootloader } from '../../src/esptool/open-bootloader'
import type { Bootloader } from '../../src/esptool/bootloader'
import { buildFilesystem, readFilesystem, type Entry } from '../../src/images/littlefs'
import { carryOut } from '../../src/provision/write/carry-out'
import type { Files } from '../../src/provision/survey/found'
import type { InstallRequest } from '../../src/provision/request'
import type { InstallPlan } from '../../src/provision/plan/plan'
import { planInstall } from '../../src/provision/plan/plan-install'
import type { BoardFile } from '../../src/micropython/board-file'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { allTimers } from './fake-time'
import { smallImage } from './synthetic-image'
import { encode } from './bytes'

export const baudRate = 460_800
export const genericOffset = 0x100000
export const genericBlocks = 763

export const fileEntry = (content: string | Uint8Array): Entry => ({
  type: 'file',
  bytes: typeof content === 'string' ? encode(content) : content,
})

/** A portal of some files, one of them over several blocks. */
export const portal: BoardFile[] = [
  { path: '/lib/captive_portal/__init__.mpy', bytes: patterned(900, 1) },
  { path: '/lib/captive_portal/dns.mpy', bytes: patterned(700, 2) },
  { path: '/lib/captive_portal/page.html', bytes: patterned(9000, 3) },
  { path: '/boot.py', bytes: encode('import gc\n') },
  { path: '/portal.json', bytes: encode('{"essid":"Lamp"}') },
  { path: '/main.py', bytes: encode('from captive_portal import CaptivePortal\n') },
]

export function patterned(sizeBytes: number, seed: number): Uint8Array {
  let state = seed + 1
  return Uint8Array.from({ length: sizeBytes }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 16) & 0x3f
  })
}

export const request = (change: Partial<InstallRequest> = {}): InstallRequest => ({
  firmware: smallImage(),
  flashMode: 'keep',
  baudRate,
  eraseAll: false,
  virtual: true,
  portal: { accessPointName: '', accessPointAddress: '', hostname: '' },
  ...change,
})

/** Flash contents with an image at 0 and a filesystem in the place of GENERIC. */
export function flashWith(tree: Iterable<readonly [string, Entry]>, firmware = smallImage()) {
  const image = buildFilesystem(tree, { blockCount: genericBlocks })
  const flash = new Uint8Array(genericOffset + image.length).fill(0xff)
  flash.set(firmware)
  flash[3] = 0x40
  flash.set(image, genericOffset)
  return flash
}

export function filesOn(
  board: VirtualBoard,
  offset = genericOffset,
  blocks = genericBlocks,
): Files {
  return readFilesystem(board.flash.read(offset, blocks * 4096)).entries
}

export async function connect(
  board: VirtualBoard,
  port: SerialPort = board.port,
): Promise<Bootloader> {
  const bootloader = await openBootloader(port)
  await bootloader.raiseBaudRate(baudRate)
  return bootloader
}

export interface Attempt {
  change?: Partial<InstallRequest>
  files?: BoardFile[]
  rescued?: RescuedFiles
  /** Another way to the board than its own port. */
  port?: SerialPort
}

/** Connects, plans, carries out, as the page does; closes the port whatever happens. */
export async function installOn(
  board: VirtualBoard,
  { change, files = portal, rescued = new RescuedFiles(), port }: Attempt = {},
): Promise<InstallPlan> {
  const bootloader = await connect(board, port)
  try {
    const { mac } = bootloader.identity
    const options = { portal: files, rescued: rescued.of(mac) }
    const plan = await planInstall(bootloader, request(change), baudRate, options)
    const onRisk = () => rescued.remember(mac, plan.work.filesystem?.kept ?? new Map())
    await carryOut(bootloader, plan.work, plan.found, { onRisk })
    rescued.forget(mac)
    return plan
  } finally {
    await bootloader.close()
  }
}

export async function planOn(board: VirtualBoard, attempt: Attempt = {}): Promise<InstallPlan> {
  const bootloader = await connect(board)
  try {
    const { change, files = portal } = attempt
    return await planInstall(bootloader, request(change), baudRate, { portal: files })
  } finally {
    await bootloader.close()
  }
}

export const inFakeTime = <T>(task: () => Promise<T>) => allTimers(task())

/**
 * What a faster wire brings, on the paced virtual board with the flash times of a W25Q32JV and a CP2102: 921,600
 * baud against 460,800 and against esptool-js's own loop. Ratios of one run, in turns, as in install-speed.ts.
 */
import pako from 'pako'
import { fastestBaudRate } from '../../src/esptool/baud-ladder'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { makeDemoImage } from '../../src/images/demo-image'
import { patchHeader } from '../../src/images/firmware-image'
import type { InstallRequest } from '../../src/provision/request'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { flashChips } from '../../src/virtual-board/chip/flash-chips'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { secondsOfEsptoolJs } from './esptool-js'
import { firstInstall } from './first-install'
import { median, row, seconds, type SpeedRow } from './speed-row'

const rate = 921_600
const image = patchHeader(makeDemoImage(), { flashSizeBytes: 4 * 1024 * 1024 })
const block = 0x10000

const request: InstallRequest = {
  firmware: makeDemoImage(),
  flashMode: 'keep',
  baudRate: fastestBaudRate,
  eraseAll: false,
  virtual: true,
  portal: { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '' },
}

const wireSeconds = (pako.deflate(image, { level: 9 }).length * 10) / rate

/** Erasing and programming, one after the other. */
function flashSeconds(): number {
  const { blockErase, sectorErase, pageProgram } = flashChips.w25q32jv.typical
  const blocks = Math.floor(image.length / block)
  const sectors = Math.ceil((image.length - blocks * block) / 4096)
  const pages = Math.ceil(image.length / 256)
  return (blocks * blockErase + sectors * sectorErase + pages * pageProgram) / 1000
}

async function withBoard<T>(work: (board: VirtualBoard) => Promise<T>): Promise<T> {
  const board = createVirtualBoard({
    pace: true,
    program: createMicroPythonProgram(),
    bridge: { kind: 'cp2102' },
    flashChip: 'w25q32jv',
  })
  try {
    return await work(board)
  } finally {
    board.dispose()
  }
}

const ourWrite = () =>
  withBoard(async ({ port }) => {
    const bootloader = await openBootloader(port)
    await bootloader.raiseBaudRate(rate)
    const taken = await seconds(() => bootloader.write([{ offsetBytes: 0, bytes: image }]))
    await bootloader.close()
    return taken
  })

const theirWrite = (baudrate: number) =>
  withBoard(({ port }) => secondsOfEsptoolJs(port, image, baudrate))

/** Without the look through the flash, which ends while the plan is being read. */
const wholeJob = (baudRate: number) =>
  withBoard(async ({ port }) => {
    const { whole, looked } = await firstInstall(port, { ...request, baudRate })
    return whole - looked
  })

export async function fastWire(rounds = 2): Promise<SpeedRow[]> {
  const [ours, theirs, fast, usual]: number[][] = [[], [], [], []]
  for (let round = 0; round < rounds; round++) {
    ours?.push(await ourWrite())
    theirs?.push(await theirWrite(rate))
    fast?.push(await wholeJob(fastestBaudRate))
    usual?.push(await wholeJob(460_800))
  }
  const slow = [await theirWrite(115_200)]
  const limit = Math.max(wireSeconds, flashSeconds())
  const ofOurs = (seconds: number) => seconds / median(ours ?? [])
  const ofUsual = (seconds: number) => seconds / median(usual ?? [])
  return [
    row('wire at 921,600 baud', [wireSeconds]),
    row('flash alone, W25Q32JV', [flashSeconds()]),
    row('our write phase; the slower of both / it', ours ?? [], '≥ 0.9', (s) => limit / s),
    row("esptool-js's writeFlash at 921,600; it / ours", theirs ?? [], '≥ 1', ofOurs),
    row("esptool-js's writeFlash at 115,200; it / ours", slow, undefined, ofOurs),
    row('whole job without that look, limited to 460,800', usual ?? []),
    row('whole job, as fast as it goes; it / that', fast ?? [], '≤ 0.6', ofUsual),
  ]
}

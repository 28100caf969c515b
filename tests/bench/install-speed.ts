/**
 * How fast an installation is, on the paced virtual board: bytes take as long as on a real wire and
 * flash as long as in its datasheet. Only ratios count, measured in one run on one machine; the best of
 * some runs is what the program can do, the median what this machine let it do.
 *
 * A job goes from Connect to the portal's own line. Its last part is the board's own and the same for
 * every job: reset, boot ROM, MicroPython, the portal's scan of 2.1 s. It has a row of its own. Over 200
 * lines: all rows are measured in one run, with the same board and the same arithmetic.
 */
import { deflateRawSync } from 'node:zlib'
import pako from 'pako'
import { delay } from '../../src/async/deadline'
import { patchableBytes, patchableStream } from '../../src/esptool/deflate/patchable-stream'
import { offerCompressed, openBootloader } from '../../src/esptool/open-bootloader'
import { makeDemoImage } from '../../src/images/demo-image'
import { patchHeader } from '../../src/images/firmware-image'
import { syncFiles } from '../../src/micropython/files'
import { openRepl } from '../../src/micropython/open-repl'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { filesOfRunningBoard } from '../../src/provision/board-files/files-of-running-board'
import { startWithDoctor } from '../../src/provision/boot/boot-doctor'
import { connectBoard, openConsole } from '../../src/provision/connect-board'
import type { InstallRequest } from '../../src/provision/request'
import { paddedFirmware } from '../../src/provision/plan/erase-blocks'
import { planInstall } from '../../src/provision/plan/plan-install'
import type { SerialLink } from '../../src/serial/link'
import { WebUsbSerial } from '../../src/serial/webusb/webusb-serial'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeChipOptions, BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { secondsOfEsptoolJs } from './esptool-js'
import { firstInstall } from './first-install'
import { median, row, seconds, type SpeedRow } from './speed-row'

const image = patchHeader(makeDemoImage(), { flashSizeBytes: 4 * 1024 * 1024 })
const compressedBytes = pako.deflate(image, { level: 9 }).length
const wireSeconds = (bytes: number, baudRate: number) => (bytes * 10) / baudRate

const request: InstallRequest = {
  firmware: makeDemoImage(),
  flashMode: 'keep',
  baudRate: 460_800,
  eraseAll: false,
  virtual: true,
  portal: { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '' },
}

const secondsSince = (startMs: number) => (performance.now() - startMs) / 1000

async function times<T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> {
  const taken: T[] = []
  for (let index = 0; index < count; index++) taken.push(await run(index))
  return taken
}

async function withBoard<T>(
  work: (board: VirtualBoard) => Promise<T>,
  bridge?: BridgeChipOptions,
): Promise<T> {
  const board = createVirtualBoard({ pace: true, program: createMicroPythonProgram(), bridge })
  try {
    return await work(board)
  } finally {
    board.dispose()
  }
}

/** What the page writes for the firmware, as it writes it. */
async function writeOver(port: SerialPort, baudRate: number): Promise<number> {
  const bootloader = await openBootloader(port)
  await bootloader.startStub()
  await bootloader.raiseBaudRate(baudRate)
  const { work } = await planInstall(bootloader, { ...request, baudRate }, baudRate)
  const taken = await seconds(() => bootloader.write(work.firmware))
  await bootloader.close()
  return taken
}

const ourWrite = (baudRate: number) => withBoard(({ port }) => writeOver(port, baudRate))

/** What a server has compressed: the header is the board's, the rest as it came. */
function offerStream(): void {
  const content = paddedFirmware(image, 0x100000)
  const rest = deflateRawSync(content.subarray(patchableBytes), { level: 9, memLevel: 9 })
  void offerCompressed({ content, stream: patchableStream(content, rest) })
}

/** The same over our own driver for a bridge. */
const writeOverUsb = (kind: BridgeKind) =>
  withBoard(async ({ usb }) => writeOver(await new WebUsbSerial(usb).requestPort(), 460_800), {
    kind,
  })

const families: BridgeKind[] = ['ch340', 'cp2102', 'ft232r', 'pl2303-ta', 'cdc-acm']

const theirWrite = () => withBoard(({ port }) => secondsOfEsptoolJs(port, image, 460_800))

/** `toInPlace`: until firmware and files are on the board; the rest is its own start. */
interface Installed {
  whole: number
  toInPlace: number
}

async function install(port: SerialPort, change: Partial<InstallRequest> = {}): Promise<Installed> {
  let inPlaceMs = Infinity
  const start = performance.now()
  const board = await connectBoard(port)
  const { link } = await board.install(
    { ...request, ...change },
    {
      onProgress: ({ inPlace }) => inPlace && (inPlaceMs = Math.min(inPlaceMs, performance.now())),
    },
  )
  await link.close()
  return { whole: secondsSince(start), toInPlace: (inPlaceMs - start) / 1000 }
}

const named = (index: number) => ({
  portal: { ...request.portal, accessPointName: `Lamp ${index}` },
})

/** Reset to portal, of a board that has everything. */
const start = (port: SerialPort) =>
  seconds(async () => {
    const { link } = await startWithDoctor(port)
    await link.close()
  })

const installs = () =>
  withBoard(async ({ port }) => ({
    first: await firstInstall(port, request),
    again: await times(3, () => install(port)),
    changed: await times(3, (index) => install(port, named(index))),
    started: await times(3, () => start(port)),
  }))

const uploadBytes = 20_000

const upload = () =>
  withBoard(async ({ port }) => {
    await install(port)
    const link = await openConsole(port)
    const repl = await openRepl(link)
    const bytes = (run: number) =>
      Uint8Array.from({ length: uploadBytes }, (_, i) => (i * 131 + (i >> 7) + run) & 255)
    const taken = await times(3, (run) =>
      seconds(() => syncFiles(repl, [{ path: '/bench.bin', bytes: bytes(run) }])),
    )
    await repl.close()
    await link.close()
    return taken
  })

const files = 100

/** From a program that runs to its tree on the screen; what it was before is given back each time. */
const tree = () =>
  withBoard(async ({ port }) => {
    const extraFiles = Array.from({ length: files }, (_, index) => ({
      path: `/data/${index % 5}/measurement-${index}.csv`,
      bytes: new Uint8Array(300).fill(index),
    }))
    await install(port, { extraFiles })
    const link = await openConsole(port)
    await delay(programMs)
    const taken = await times(3, () => open(link))
    await link.close()
    return taken
  })

async function open(link: SerialLink): Promise<number> {
  let opened: BoardFilesystem | undefined
  const taken = await seconds(async () => {
    opened = await filesOfRunningBoard(link)
    const { entries } = await opened.list()
    if (entries.length < files) throw new Error(`Only ${entries.length} entries.`)
  })
  await opened?.close({ restart: true })
  await delay(programMs)
  return taken
}

/** Until the portal runs again. */
const programMs = 5000

/** Ours and esptool-js's in turns, so that both meet the same mood of the machine. */
async function writes() {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < 3; round++) {
    ours.push(await ourWrite(460_800))
    theirs.push(await theirWrite())
  }
  const slow = [await ourWrite(115_200)]
  offerStream()
  const ready = await times(3, () => ourWrite(460_800))
  return { ours, theirs, slow, ready }
}

const wholes = (jobs: Installed[]) => jobs.map(({ whole }) => whole)
const inPlaces = (jobs: Installed[]) => jobs.map(({ toInPlace }) => toInPlace)

export async function installSpeed(): Promise<SpeedRow[]> {
  const limit = wireSeconds(compressedBytes, 460_800)
  const uploadLimit = wireSeconds(uploadBytes, 115_200)
  const { ours, theirs, slow, ready } = await writes()
  const { first, again, changed, started } = await installs()
  const uploaded = await upload()
  const opened = await tree()
  const overUsb: SpeedRow[] = []
  for (const kind of families) {
    const what = `our write phase over WebUSB, ${kind}; limit / it`
    overUsb.push(row(what, [await writeOverUsb(kind)], '≥ 0.9', (seconds) => limit / seconds))
  }
  const whole = first.whole - first.looked
  return [
    row('wire limit, firmware at 460,800 baud', [limit]),
    row('our write phase; limit / it', ours, '≥ 0.92', (seconds) => limit / seconds),
    ...overUsb,
    row("esptool-js's writeFlash; it / ours", theirs, '≥ 1', (seconds) => seconds / median(ours)),
    row('ours, compressed on the server; limit / it', ready, undefined, (s) => limit / s),
    row('fixed 115,200 baud; it / ours', slow, undefined, (seconds) => seconds / median(ours)),
    row("the board's own start: reset, boot, scan, portal", started),
    row('a plan for a blank board is on the screen', [first.toPlan]),
    row('… the rest of 4 MB looked through meanwhile', [first.looked]),
    row('whole job without that, beyond the wire limit', [whole - limit], '≤ 6 s'),
    row('identical re-install', wholes(again), '≤ 2 s'),
    row('… until firmware and files are in place', inPlaces(again)),
    row('configuration change', wholes(changed), '≤ 3 s'),
    row('… until firmware and files are in place', inPlaces(changed)),
    row('open a tree of 100 files, over a running portal', opened, '≤ 1.0 s'),
    row('REPL upload of 20 KB; UART limit / it', uploaded, '≥ 0.85', (s) => uploadLimit / s),
  ]
}

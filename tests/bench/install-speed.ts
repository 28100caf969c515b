/**
 * How fast an installation is, on the paced virtual board: bytes take as long as on a real wire and
 * flash as long as in its datasheet. Only ratios count, measured in one run on one machine.
 */
import { ESPLoader, Transport } from 'esptool-js'
import pako from 'pako'
import { openBootloader } from '../../src/esptool/bootloader'
import { makeDemoImage } from '../../src/images/demo-image'
import { patchHeader } from '../../src/images/firmware-image'
import { syncFiles } from '../../src/micropython/files'
import { openRepl } from '../../src/micropython/repl'
import { connectBoard, openConsole } from '../../src/provision/connect-board'
import type { InstallRequest } from '../../src/provision/job'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'

export interface SpeedRow {
  what: string
  seconds: number
  /** What it is compared with, and how. */
  ratio?: number
  goal?: string
}

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

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

async function withBoard<T>(work: (board: VirtualBoard) => Promise<T>): Promise<T> {
  const board = createVirtualBoard({ pace: true, program: createMicroPythonProgram() })
  try {
    return await work(board)
  } finally {
    board.dispose()
  }
}

const ourWrite = (baudRate: number) =>
  withBoard(async ({ port }) => {
    const bootloader = await openBootloader(port)
    await bootloader.startStub()
    await bootloader.raiseBaudRate(baudRate)
    const taken = await seconds(() => bootloader.write([{ offsetBytes: 0, bytes: image }]))
    await bootloader.close()
    return taken
  })

/** esptool-js's own writeFlash, unchanged. */
const theirWrite = () =>
  withBoard(async ({ port }) => {
    const { log } = console
    console.log = () => undefined // it traces there
    const terminal = { clean() {}, writeLine() {}, write() {} }
    const loader = new ESPLoader({ transport: new Transport(port), baudrate: 460_800, terminal })
    await loader.main()
    const flash = { flashSize: 'keep', flashMode: 'keep', flashFreq: 'keep' } as const
    const fileArray = [{ data: new Uint8Array(image), address: 0 }]
    const options = { fileArray, ...flash, eraseAll: false, compress: true }
    const taken = await seconds(() => loader.writeFlash(options))
    console.log = log
    return taken
  })

async function install(port: SerialPort, change: Partial<InstallRequest> = {}) {
  return seconds(async () => {
    const board = await connectBoard(port)
    const { link } = await board.install({ ...request, ...change })
    await link.close()
  })
}

const installs = () =>
  withBoard(async ({ port }) => ({
    first: await install(port),
    again: await install(port),
    changed: await install(port, { portal: { ...request.portal, accessPointName: 'Lamp 7' } }),
  }))

const uploadBytes = 20_000

const upload = () =>
  withBoard(async ({ port }) => {
    await install(port)
    const link = await openConsole(port)
    const repl = await openRepl(link)
    const bytes = Uint8Array.from({ length: uploadBytes }, (_, i) => (i * 131 + (i >> 7)) & 255)
    const taken = await seconds(() => syncFiles(repl, [{ path: '/bench.bin', bytes }]))
    await repl.close()
    await link.close()
    return taken
  })

export async function installSpeed(): Promise<SpeedRow[]> {
  const limit = wireSeconds(compressedBytes, 460_800)
  const uploadLimit = wireSeconds(uploadBytes, 115_200)
  const [ours, theirs, slow] = [
    await ourWrite(460_800),
    await theirWrite(),
    await ourWrite(115_200),
  ]
  const { first, again, changed } = await installs()
  const uploaded = await upload()
  return [
    { what: 'wire limit, firmware at 460,800 baud', seconds: limit },
    { what: 'our write phase / limit', seconds: ours, ratio: limit / ours, goal: '≥ 0.92' },
    {
      what: "esptool-js's own writeFlash / ours",
      seconds: theirs,
      ratio: theirs / ours,
      goal: '≥ 1',
    },
    { what: 'fixed 115,200 baud / ours', seconds: slow, ratio: slow / ours },
    { what: 'whole job, beyond the wire limit', seconds: first - limit, goal: '≤ 6 s' },
    { what: 'identical re-install', seconds: again },
    { what: 'configuration change', seconds: changed },
    {
      what: 'REPL upload of 20 KB / UART limit',
      seconds: uploaded,
      ratio: uploadLimit / uploaded,
      goal: '≥ 0.85',
    },
  ]
}

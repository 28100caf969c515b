/**
 * One pass against real MicroPython: the files are never uploaded, the board finds them in its flash
 * at the first boot and runs the portal from them.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { installPlanned, prepareInstall } from '../../src/provision/write/install-in-one-pass'
import type { Phase } from '../../src/provision/progress'
import type { InstallRequest } from '../../src/provision/request'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry, filesOn } from '../support/one-pass'
import { demoRequest, micropythonBoard } from '../support/micropython-board'
import { encode } from '../support/bytes'

const request = demoRequest('Lamp')

let board: VirtualBoard
const newBoard = () => (board = micropythonBoard())
afterEach(() => board.dispose())
const rescued = new RescuedFiles()

async function install(change: Partial<InstallRequest> = {}) {
  const phases: Phase[] = []
  const bootloader = await openBootloader(board.port)
  const onProgress = ({ phase }: { phase: Phase }) => phases.at(-1) === phase || phases.push(phase)
  const wanted = { ...request, ...change }
  const options = { rescued, onProgress }
  const prepared = await prepareInstall(bootloader, wanted, options)
  const { report, link } = await installPlanned(board.port, bootloader, prepared, options)
  await link.close()
  return { report, phases }
}

async function planned(change: Partial<InstallRequest> = {}) {
  const bootloader = await openBootloader(board.port)
  try {
    return (await prepareInstall(bootloader, { ...request, ...change }, { rescued })).plan
  } finally {
    await bootloader.close()
  }
}

describe('one pass with MicroPython on the board', () => {
  it('a blank board boots straight into the portal', async () => {
    newBoard()
    const { report, phases } = await install()
    expect(report).toEqual({ accessPointName: 'Lamp', address: '192.168.4.1' })
    expect(phases).toEqual(['prepare', 'write', 'verify', 'start', 'portal'])
  })

  it('an install again writes nothing, although MicroPython has run in between', async () => {
    newBoard()
    await install()
    expect(await planned()).toMatchObject({ flashBytes: 0, losses: [] })
    expect((await install()).report.address).toBe('192.168.4.1')
  })

  it('invalid bytes in place of the radio’s settings: reported, repaired, and the portal starts', async () => {
    const sector = 4 * 1024 * 1024 - 0x4000
    const flash = new Uint8Array(4 * 1024 * 1024).fill(0xff).fill(0x5a, sector, sector + 128)
    board = micropythonBoard({ flash })
    expect(JSON.stringify((await planned()).losses)).toContain(String(sector))
    expect((await install()).report.accessPointName).toBe('Lamp')
    expect(board.flash.read(sector, 1)).toEqual(Uint8Array.of(0x05))
  })

  it('another name changes the start of the filesystem and nothing else', async () => {
    newBoard()
    await install()
    const portal = { ...request.portal, accessPointName: 'Lamp 7' }
    expect((await planned({ portal })).flashBytes).toBe(8192)
    expect((await install({ portal })).report.accessPointName).toBe('Lamp 7')
  })

  it('extra files arrive, and stay when they are not asked for again', async () => {
    newBoard()
    const bytes = encode('hello')
    await install({ extraFiles: [{ path: '/app/hello.txt', bytes }] })
    await install({ portal: { ...request.portal, accessPointName: 'Other' } })
    expect(filesOn(board).get('/app/hello.txt')).toEqual(fileEntry('hello'))
  })

  it('a network given on the page is joined at the first boot, without a phone', async () => {
    newBoard()
    const wifi = { name: 'Home', password: 'correct horse' }
    expect((await install({ wifi })).report).toEqual({ address: '192.168.1.23', joined: 'Home' })
    // What the board wrote meanwhile is its own: nothing to do.
    expect(await planned({ wifi })).toMatchObject({ flashBytes: 0 })
  })
})

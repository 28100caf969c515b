/**
 * The whole job, page code on one side, virtual board with real MicroPython on the other. The faults
 * are those that people meet; after each of them the same port must take a second try.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import type { InstallRequest } from '../../src/provision/request'
import type { Phase } from '../../src/provision/progress'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { demoRequest, micropythonBoard } from '../support/micropython-board'
import { decode } from '../support/bytes'

const request = demoRequest()

let board: VirtualBoard
const newBoard = () => (board = micropythonBoard())
afterEach(() => board.dispose())

const text = (chunks: Uint8Array[]) => chunks.map((c) => decode(c)).join('')

/** Connect and install as the page does; the console is closed again. */
async function installOn(port: SerialPort, change: Partial<InstallRequest> = {}) {
  const seen: Phase[] = []
  const connected = await connectBoard(port)
  const { report, link } = await connected.install(
    { ...request, ...change },
    { onProgress: ({ phase }) => seen.at(-1) === phase || seen.push(phase) },
  )
  const chunks: Uint8Array[] = []
  link.subscribe((bytes) => chunks.push(bytes))
  await link.close()
  return { report, phases: seen, console: text(chunks), identity: connected.identity }
}

describe('installing on the virtual board', () => {
  it('goes from a blank board to "portal is running", phase by phase', async () => {
    const { port } = newBoard()
    const { report, phases, console, identity } = await installOn(port)
    expect(identity).toMatchObject({ mac: '18:fe:34:42:44:42', flashSizeBytes: 4 * 1024 * 1024 })
    expect(phases).toEqual(['prepare', 'write', 'verify', 'start', 'portal'])
    expect(report).toEqual({ accessPointName: 'ESP8266-424442', address: '192.168.4.1' })
    expect(console).toContain('DNS Server listening on')
  })

  it('patches the header for the flash size that was found: 4 MB, not the 1 MB of the image', async () => {
    const { port, flash } = newBoard()
    await installOn(port)
    expect([...flash.read(0, 4)]).toEqual([0xe9, 3, 0, 0x40])
  })

  it('installs again on a board whose main.py is running, and keeps the files of its owner', async () => {
    const { port } = newBoard()
    await installOn(port)
    const { report } = await installOn(port, {
      portal: { ...request.portal, accessPointName: 'Lamp 7' },
    })
    expect(report.accessPointName).toBe('Lamp 7')
  })
})

describe('when something goes wrong', () => {
  it('a damaged image is refused before anything is erased', async () => {
    const { port, flash } = newBoard()
    flash.program(0, Uint8Array.of(1, 2, 3))
    const firmware = makeDemoImage()
    firmware[0x20000]! ^= 1
    await expect(installOn(port, { firmware })).rejects.toMatchObject({ code: 'image-damaged' })
    expect([...flash.read(0, 3)]).toEqual([1, 2, 3])
    expect((await installOn(port)).report.address).toBe('192.168.4.1')
  })

  it('the demo image is refused for a real board', async () => {
    const { port } = newBoard()
    await expect(installOn(port, { virtual: false })).rejects.toMatchObject({ code: 'image-demo' })
  })

  it('an unplug during a write ends at once with port-lost; after replugging it works', async () => {
    const { port, faults } = newBoard()
    faults.unplugAtByte(150_000)
    await expect(installOn(port)).rejects.toMatchObject({ code: 'port-lost' })
    faults.clear()
    board.plug()
    expect((await installOn(board.port)).report.address).toBe('192.168.4.1')
  })

  it('a lost acknowledgement does not fail the installation', async () => {
    const { port, faults } = newBoard()
    faults.loseAcknowledgement(20)
    expect((await installOn(port)).report.address).toBe('192.168.4.1')
  })

  it('cancel between blocks frees the port within a block, and a second try succeeds', async () => {
    const { port } = newBoard()
    const abort = new AbortController()
    const connected = await connectBoard(port)
    const cancelled = connected.install(request, {
      signal: abort.signal,
      onProgress: ({ phase, fraction = 0 }) => {
        if (phase === 'write' && fraction > 0.3) abort.abort()
      },
    })
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    expect(port.readable).toBeNull()
    expect((await installOn(port)).report.address).toBe('192.168.4.1')
  })
})

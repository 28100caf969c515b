/**
 * What `src/` relies on from a board, as cases that run in a page and in Node, on virtual and real
 * boards: each takes a closed port, leaves it closed, and returns what it saw or throws. One sector is
 * written; what was in it is put back.
 */
import { openBootloader } from '../../../src/esptool/open-bootloader'
import type { Bootloader } from '../../../src/esptool/bootloader'
import { hardReset } from '../../../src/esptool/hard-reset'
import { openRepl } from '../../../src/micropython/open-repl'
import { openLink } from '../../../src/serial/open-link'

const sectorBytes = 4096
/** The SDK's, at the end of every flash; the sector before is the last of MicroPython's filesystem. */
const sdkBytes = 20 * 1024
/** What MicroPython's port prints at, and the ROM with its 26 MHz crystal. */
const rates = { rom: 74_880, program: 115_200 }
const bootMs = 3000
const replTimeoutMs = 20_000

export type BoardCase = (port: SerialPort) => Promise<string>

export const writtenSector = (flashSizeBytes: number) => flashSizeBytes - sdkBytes - sectorBytes

export const boardSuite: Record<string, BoardCase> = {
  'DTR and RTS lead into the bootloader, which tells what the board is': (port) =>
    inBootloader(port, async ({ identity }) => {
      expect(/^ESP82/.test(identity.chip), `a chip called ${identity.chip}`)
      expect(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(identity.mac), 'a MAC address')
      expect(identity.flashSizeBytes >= 512 * 1024, `${identity.flashSizeBytes} bytes of flash`)
      return `${identity.chip}, ${identity.flashSizeBytes / 1024} KB of flash`
    }),

  'the stub starts, and talks at a higher rate': (port) =>
    inBootloader(port, async (bootloader) => {
      await bootloader.startStub()
      const rate = await bootloader.raiseBaudRate(460_800)
      expect(rate >= 115_200, `${rate} baud`)
      return `${rate} baud`
    }),

  'what is read has the MD5 that the board says, twice': (port) =>
    inBootloader(port, async (bootloader) => {
      await bootloader.startStub()
      await bootloader.raiseBaudRate(460_800)
      const [first, second] = [await bootloader.read(0, 16384), await bootloader.read(0, 16384)]
      expect(same(first, second), 'the same bytes twice')
      await bootloader.verify([{ offsetBytes: 0, bytes: first }])
      return `${first.length} bytes`
    }),

  'a sector is erased, written, verified and put back': (port) =>
    inBootloader(port, async (bootloader) => {
      const offsetBytes = writtenSector(bootloader.identity.flashSizeBytes)
      await bootloader.startStub()
      const before = await bootloader.read(offsetBytes, sectorBytes)
      try {
        await rewrite(bootloader, offsetBytes)
      } finally {
        await bootloader.write([{ offsetBytes, bytes: before }])
      }
      await bootloader.verify([{ offsetBytes, bytes: before }])
      return `at 0x${offsetBytes.toString(16)}`
    }),

  'a reset prints the ROM’s boot log at 74,880 baud': async (port) => {
    const text = await bootText(port)
    const found = /boot mode:\((\d)/.exec(text)
    expect(found !== null, `"boot mode" in ${JSON.stringify(text.slice(0, 200))}`)
    expect(found?.[1] === '3', `boot mode 3, from flash, not ${found?.[1]}`)
    return found?.[0] ?? ''
  },

  'the port opens again at once, ten times over': async (port) => {
    for (let round = 0; round < 10; round++) {
      const baudRate = round % 2 ? rates.program : rates.rom
      await (await openLink(port, { baudRate })).close()
    }
    return 'ten times'
  },

  'MicroPython answers on its REPL, if there is one': async (port) => {
    const link = await openLink(port, { baudRate: rates.program })
    try {
      await hardReset(link)
      const repl = await openRepl(link, { timeoutMs: replTimeoutMs })
      const answer = await repl.exec('print(6 * 7)')
      await repl.close()
      expect(answer.trim() === '42', `42, not ${answer}`)
      return 'print(6 * 7) → 42'
    } catch (error) {
      if ((error as { code?: string }).code === 'repl-silent') return 'no MicroPython on this board'
      throw error
    } finally {
      await link.close()
    }
  },
}

async function inBootloader(
  port: SerialPort,
  job: (bootloader: Bootloader) => Promise<string>,
): Promise<string> {
  const bootloader = await openBootloader(port)
  try {
    return await job(bootloader)
  } finally {
    await bootloader.close()
  }
}

async function rewrite(bootloader: Bootloader, offsetBytes: number): Promise<void> {
  await bootloader.eraseRegion(offsetBytes, sectorBytes)
  const blank = await bootloader.read(offsetBytes, sectorBytes)
  expect(
    blank.every((byte) => byte === 0xff),
    'an erased sector',
  )
  const bytes = Uint8Array.from({ length: sectorBytes }, (_, i) => (i * 31 + (i >> 8)) & 0xff)
  await bootloader.write([{ offsetBytes, bytes }])
  expect(same(await bootloader.read(offsetBytes, sectorBytes), bytes), 'what was written')
}

/** Until the line with the boot mode is whole. */
async function bootText(port: SerialPort): Promise<string> {
  const link = await openLink(port, { baudRate: rates.rom })
  let text = ''
  try {
    await new Promise<void>((resolve, reject) => {
      link.subscribe((bytes) => {
        text += String.fromCharCode(...bytes)
        if (/boot mode:\(\d,\d\)/.test(text)) resolve()
      })
      setTimeout(resolve, bootMs)
      hardReset(link).catch(reject)
    })
  } finally {
    await link.close()
  }
  return text
}

const same = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, i) => byte === other[i])

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Expected: ${what}.`)
}

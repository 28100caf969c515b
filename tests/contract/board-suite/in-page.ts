/** The board's cases as one script for a page. */
import { openBootloader } from '../../../src/esptool/open-bootloader'
import { boardSuite, writtenSector } from './index'

/** The only port with a USB bridge behind it. */
async function onlyPort(): Promise<SerialPort> {
  const ports = await navigator.serial.getPorts()
  const bridges = ports.filter((port) => port.getInfo().usbVendorId !== undefined)
  if (bridges.length !== 1) throw new Error(`There are ${bridges.length} USB bridges, not one.`)
  return bridges[0]!
}

export const run = async (name: string): Promise<string> => boardSuite[name]!(await onlyPort())

/** What is on the sector that a case will write, before anything is written. */
export async function survey(): Promise<{ chip: string; offsetBytes: number; bytes: number[] }> {
  const bootloader = await openBootloader(await onlyPort())
  try {
    const { chip, flashSizeBytes } = bootloader.identity
    const offsetBytes = writtenSector(flashSizeBytes)
    await bootloader.startStub()
    return { chip, offsetBytes, bytes: Array.from(await bootloader.read(offsetBytes, 4096)) }
  } finally {
    await bootloader.close()
  }
}

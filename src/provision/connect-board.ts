/**
 * From a port to a board that answers: the bootloader is reached and the board identified. Holds the
 * port until `release`; what then happens to the board is in the files beside this one.
 */
import { openBootloader, type Bootloader } from '../esptool/bootloader'
import { hardReset } from '../esptool/hard-reset'
import { openLink, type SerialLink } from '../serial/link'
import { install } from './install'
import type { ConnectedBoard, JobOptions } from './job'
import { consoleBaudRate } from './start-portal'

export async function connectBoard(
  port: SerialPort,
  { signal, onProgress }: JobOptions = {},
): Promise<ConnectedBoard> {
  onProgress?.({ phase: 'connect' })
  const onDetail = (detail: string) => onProgress?.({ phase: 'connect', detail })
  let bootloader: Bootloader | undefined = await openBootloader(port, { signal, onDetail })
  const { identity } = bootloader

  /** The open bootloader for one job; a second try after a failure connects anew. */
  const takeBootloader = async (options: JobOptions) => {
    const taken = bootloader ?? (await openBootloader(port, { signal: options.signal }))
    bootloader = undefined
    return taken
  }

  return {
    identity,
    install: async (request, options = {}) =>
      install(port, await takeBootloader(options), request, options),
    openConsole: async (options = {}) => {
      await bootloader?.close()
      bootloader = undefined
      return openConsole(port, options)
    },
    release: async () => {
      await bootloader?.close()
      bootloader = undefined
    },
  }
}

/** Opens the console of a board without the bootloader: a reset into run mode, then its words. */
export async function openConsole(
  port: SerialPort,
  { signal }: JobOptions = {},
): Promise<SerialLink> {
  const link = await openLink(port, { baudRate: consoleBaudRate, signal })
  try {
    await hardReset(link, { signal })
    return link
  } catch (error) {
    await link.close()
    throw error
  }
}

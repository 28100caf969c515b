/** Erasing, whole or in sectors of 4 KiB; esptool-js has no command for the second. */
import { words } from './esp8266-loader'
import { opcode } from './opcodes'
import { checkAligned } from './region'
import type { Session } from './session'
import { eraseFlashTimeoutMs, eraseTimeoutMs } from './timeouts'

const none = new Uint8Array(0)

/** The whole chip: up to two minutes. */
export async function eraseFlash(session: Session): Promise<void> {
  const loader = await session.withStub()
  const what = 'erase the flash'
  await loader.checkCommand(what, opcode.eraseFlash, none, 0, 0, eraseFlashTimeoutMs)
}

/** Both multiples of 4096. */
export async function eraseRegion(
  session: Session,
  offsetBytes: number,
  sizeBytes: number,
): Promise<void> {
  checkAligned(offsetBytes, sizeBytes)
  const loader = await session.withStub()
  const request = words(offsetBytes, sizeBytes)
  const timeoutMs = eraseTimeoutMs(sizeBytes)
  await loader.checkCommand('erase a region', opcode.eraseRegion, request, 0, 0, timeoutMs)
}

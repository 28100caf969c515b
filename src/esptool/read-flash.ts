/**
 * Reading flash through the stub: packets, each acknowledged with the bytes received so far, then a
 * frame with the MD5 of them all, which must be taken too, or the next command reads it as its answer.
 */
import { md5Hex } from '../bytes/digest'
import { toHex } from '../bytes/hex'
import { DeviceError } from '../errors'
import m from '../messages/compiled/esptool'
import { words, type Esp8266Loader } from './esp8266-loader'
import { opcode } from './opcodes'
import type { TransferOptions } from './region'
import type { Session } from './session'
import { readPacketTimeoutMs } from './timeouts'
import { isFinal } from './translate-error'

const packetBytes = 0x1000
/** The browser's buffer holds 16 KiB; one packet at a time cannot overrun it. */
const packetsInFlight = 1
/** One command each, so that a damaged packet costs this much again and not the whole. */
const pieceBytes = 0x10000
const attemptsPerPiece = 3

/** Rejects with `no-answer` or `command-failed` when a piece fails three times. */
export async function readFlash(
  session: Session,
  offsetBytes: number,
  sizeBytes: number,
  { signal, onProgress }: TransferOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const result = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += pieceBytes) {
    signal?.throwIfAborted()
    const length = Math.min(pieceBytes, sizeBytes - at)
    result.set(await readPiece(session, offsetBytes + at, length), at)
    onProgress?.(at + length, sizeBytes)
  }
  return result
}

async function readPiece(session: Session, offset: number, length: number): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const loader = await session.withStub()
    try {
      return await readOnce(loader, offset, length)
    } catch (error) {
      if (isFinal(error) || attempt === attemptsPerPiece) throw error
      session.tell(m.packetDamaged())
      if (!(await endRead(session))) await session.recover(session.baudRate)
    }
  }
}

async function readOnce(
  loader: Esp8266Loader,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const request = words(offset, length, packetBytes, packetsInFlight)
  await loader.checkCommand('read the flash', opcode.readFlash, request)
  const bytes = new Uint8Array(length)
  for (let received = 0; received < length;) {
    const packet = await loader.wire.read(readPacketTimeoutMs)
    const expected = Math.min(packetBytes, length - received)
    if (packet.length !== expected) throw damaged(`${packet.length} bytes instead of ${expected}`)
    bytes.set(packet, received)
    received += packet.length
    await loader.wire.write(words(received))
  }
  const digest = toHex(await loader.wire.read(readPacketTimeoutMs))
  if (digest !== md5Hex(bytes)) throw damaged('the MD5 is wrong')
  return bytes
}

/** Anything but a number of four bytes as acknowledgement makes the stub give up the read. */
async function endRead(session: Session): Promise<boolean> {
  await session.loader.wire.write(words(0, 0))
  return session.isAlive()
}

const damaged = (what: string) => new DeviceError('command-failed', `Reading the flash: ${what}.`)

/**
 * What the contract tests of the bootloader share: one virtual board per test, time that runs only as
 * far as needed, and what must hold after every failure.
 */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { DeviceErrorCode } from '../../src/errors'
import { openBootloader } from '../../src/esptool/open-bootloader'
import type { Bootloader } from '../../src/esptool/bootloader'
import { ownerOf } from '../../src/serial/lease'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import { outcomeOf, running, useFakeTime } from '../support/fake-time'

export const KiB = 1024

/** Bytes that compress about as well as a firmware: half noise, half repetition. */
function firmwareLike(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes)
  let state = 1
  for (let at = 0; at < sizeBytes; at++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    bytes[at] = at % 64 < 32 ? state >> 16 : at >> 6
  }
  return bytes
}

export const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
export const image = firmwareLike(200 * KiB)
export const regions = [{ offsetBytes: 0, bytes: image }]

export let board: VirtualBoard

export function plugIn(options: VirtualBoardOptions = {}): VirtualBoard {
  board = createVirtualBoard(options)
  return board
}

export const open = () => running(openBootloader(board.port))

/** Connects, starts the stub and goes to `baudRate`. */
export async function openAt(baudRate: number): Promise<Bootloader> {
  const bootloader = await open()
  expect(await running(bootloader.raiseBaudRate(baudRate))).toBe(baudRate)
  return bootloader
}

/** Closed, unlocked and owned by nobody. */
export function expectFree() {
  expect(board.port.readable).toBeNull()
  expect(board.port.writable).toBeNull()
  expect(ownerOf(board.port)).toBeUndefined()
}

/** Writes `image` from 0 on, and compares what is on the flash then. */
export async function writeImage(bootloader: Bootloader) {
  await running(bootloader.write(regions))
  expect(md5(board.flash.read(0, image.length))).toBe(md5(image))
}

/** The connection fails with that code, and the next one succeeds. How it failed, and after how long. */
export async function expectNoConnection(code: DeviceErrorCode) {
  const { error, elapsedMs } = await outcomeOf(openBootloader(board.port))
  expect(error).toMatchObject({ code })
  expectFree()
  await expectSecondTryToWork()
  return { error, elapsedMs }
}

/** Without a fault the same port must work at once. */
export async function expectSecondTryToWork() {
  board.faults.clear()
  board.plug()
  const bootloader = await openAt(460_800)
  await running(bootloader.write(regions))
  await running(bootloader.verify(regions))
  expect(md5(board.flash.read(0, image.length))).toBe(md5(image))
  await running(bootloader.close())
  expectFree()
}

export const useBoards = () => useFakeTime(() => board.dispose())

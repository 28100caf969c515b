/**
 * A virtual board on a clock of the test's own, with a program that says what the test wants, and the
 * small tools that port tests share.
 */
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { VirtualClock } from '../../src/virtual-board/clock'
import type { Program, ProgramContext } from '../../src/virtual-board/chip/program'
import { v123Image } from '../support/recorded-images'
import { decode, encode } from '../support/bytes'
import { settle } from '../support/promises'

/** A program that a test speaks for. */
export class Puppet implements Program {
  context: ProgramContext | undefined
  received: number[] = []
  start(context: ProgramContext): void {
    this.context = context
  }
  receive(bytes: Uint8Array): void {
    this.received.push(...bytes)
  }
  stop(): void {
    this.context = undefined
  }
  say(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? encode(text) : text
    this.context!.transmit(bytes)
  }
}

export interface Rig {
  clock: VirtualClock
  puppet: Puppet
  board: VirtualBoard
}

/** Booted: the puppet runs. */
export async function makeRig(options: VirtualBoardOptions = {}): Promise<Rig> {
  const flash = v123Image()
  flash[3] = 0x40
  const clock = new VirtualClock()
  const puppet = new Puppet()
  const board = createVirtualBoard({ flash, clock, program: () => puppet, ...options })
  await settle()
  if (options.pace) await pass(clock, 1000)
  return { clock, puppet, board }
}

/** Lets `ms` pass on the clock, with time for streams in between. */
export async function pass(clock: VirtualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10) {
    clock.advance(Math.min(left, 10))
    await settle()
  }
}

export async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read()
  return decode(value)
}

/**
 * Forty boards, as for a school: one after another on one computer, and more at once than are worked on. Nothing of
 * one board is left when the next one comes.
 */
import { expect, it, vi } from 'vitest'
import { ownerOf } from '../../src/serial/lease'
import type { SerialProvider } from '../../src/serial/provider'
import { mostAtOnce } from '../../src/state/batch/batch.svelte'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { batchRig, boardOf, macOf, until } from '../support/batch-rig'
import { allTimers, useFakeTime } from '../support/fake-time'
import { loadPortalFirst } from '../support/loaded-session'
import { heldBytes, listenersOn } from '../support/leaks'

let boards: VirtualBoard[] = []
loadPortalFirst()
useFakeTime(() => boards.forEach((board) => board.dispose()))

const count = 40
/** A row in the list and its copy in the storage. */
const mostBytesPerBoard = 8 * 1024

/** A computer's only socket. */
class Socket extends EventTarget implements SerialProvider {
  #board: VirtualBoard | undefined

  requestPort = () => Promise.reject(new Error('Nobody asked for it.'))
  getPorts = async () => (this.#board ? this.#board.serial.getPorts() : [])

  /** Another board in the place of the one before, if there was one. */
  put(board: VirtualBoard | undefined): void {
    this.#board?.unplug()
    this.#board?.dispose()
    this.#board = board
    this.dispatchEvent(new Event(board ? 'connect' : 'disconnect'))
  }
}

it('forty in a row leave no listener, lock or timer, and a list of forty', async () => {
  const socket = new Socket()
  const rig = batchRig([], { services: { provider: async () => socket } })
  const { batch } = rig
  await batch.load()
  await batch.start(rig.start)
  const listeners = listenersOn(socket, 'connect', 'disconnect')
  let before = 0
  for (let index = 0; index < count; index++) {
    const board = boardOf(index)
    const { port } = board
    socket.put(board)
    await allTimers(until(() => batch.list.rowOf(macOf(index))?.isDone === true))
    socket.put(undefined)
    await allTimers(until(() => batch.working === 0 && vi.getTimerCount() <= 1))
    expect(listenersOn(port, 'connect', 'disconnect')).toBe(0)
    expect([ownerOf(port), port.readable, port.writable]).toEqual([undefined, null, null])
    expect(rig.signals.splice(0).map((signal) => listenersOn(signal, 'abort'))).toEqual([0])
    if (index === count / 2) before = heldBytes()
  }
  expect(listenersOn(socket, 'connect', 'disconnect')).toBe(listeners)
  expect((heldBytes() - before) / (count / 2 - 1)).toBeLessThan(mostBytesPerBoard)
  expect(batch.list.rows.map(({ stored }) => stored.accessPoint)).toEqual(
    Array.from({ length: count }, (_, index) => `lamp-${index + 1}`),
  )
  batch.pause()
  expect(listenersOn(socket, 'connect', 'disconnect')).toBe(0)
}, 120_000)

it('of twelve at once eight are worked on, the others wait, and no number is given twice', async () => {
  boards = Array.from({ length: 12 }, (_, index) => boardOf(index))
  const rig = batchRig(boards)
  const { batch } = rig
  await batch.load()
  await batch.start(rig.start)
  let most = 0
  await allTimers(
    until(() => {
      most = Math.max(most, boards.filter(({ port }) => ownerOf(port)).length)
      return batch.list.rows.length === 12 && batch.working === 0
    }),
  )
  expect(most).toBe(mostAtOnce)
  const numbers = batch.list.rows.map(({ stored }) => stored.number ?? 0)
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
}, 120_000)

/** What a person agrees to is what the row has told, whatever else is on the board. */
import { expect, it } from 'vitest'
import { defaultPresets } from '../../../../src/presets/defaults'
import { memoryStore } from '../../../../src/presets/key-value-store'
import type { Loss } from '../../../../src/provision/plan/plan'
import { boardPasswordsIn } from '../../../../src/state/board-passwords.svelte'
import { BatchList } from '../../../../src/state/batch/batch-list.svelte'
import { BatchRow } from '../../../../src/state/batch/batch-row.svelte'
import type { BatchServices } from '../../../../src/state/batch/batch-services'
import { BatchWork } from '../../../../src/state/batch/batch-work'
import { mostLosses, parseBatch, longestPath } from '../../../../src/state/batch/stored-batch'
import { Slots } from '../../../../src/state/batch/slots'

const filesOf = (...paths: string[]): Loss[] =>
  paths.map((path) => ({ kind: 'file', path, why: 'replaced' }))
const numbered = (count: number) =>
  filesOf(...Array.from({ length: count }, (_, index) => `/f${index}.txt`))

/** A board on which an installation would take `losses`. */
async function untouched(losses: Loss[]) {
  const board = { losses, installed: 0 }
  const connected = {
    identity: { mac: '18:fe:34:00:00:01', flashSizeBytes: 4 << 20 },
    plan: async () => ({ losses: board.losses }),
    install: async () => {
      board.installed++
      return { report: { address: '192.0.2.1' }, link: { close: async () => undefined } }
    },
    openConsole: async () => ({ close: async () => undefined }),
    release: async () => undefined,
  }
  let atMs = 0
  const services = {
    kind: 'virtual',
    connectBoard: async () => connected,
    now: () => ++atMs,
    takeTurn: async () => () => undefined,
  } as unknown as BatchServices
  const store = memoryStore()
  const list = new BatchList(services, store)
  await list.read()
  const [preset] = defaultPresets()
  const firmware = { of: async () => new Uint8Array(4) } as never
  const passwords = boardPasswordsIn(store, 'virtual')
  const wifi = { name: '', password: '' }
  const wanted = { setup: list.setup, preset: preset!, firmware, wifi, passwords }
  const work = new BatchWork(services, wanted, list)
  const row = list.add()!
  const port = new EventTarget() as SerialPort
  /** As `Batch.again`. */
  const again = async (one: BatchRow) => {
    one.agree()
    one.isAwaited = true
    await work.install(one, port, new Slots(1))
  }
  await work.install(row, port, new Slots(1))
  const stored = async () => parseBatch(await store.transact((one) => one.read('virtual')))
  return { board, row, again, list, stored }
}

it('more than a row names are counted, and agreed to with those that it names', async () => {
  const { board, row, again, stored } = await untouched(numbered(mostLosses + 5))
  expect(row.stored.result).toMatchObject({ is: 'untouched', more: 5 })
  expect((await stored())!.rows[0]!.result).toEqual(row.stored.result)
  await again(row)
  expect(board.installed).toBe(1)
})

it('none that came meanwhile is lost, and then all are told', async () => {
  const { board, row, again } = await untouched(numbered(mostLosses + 5))
  board.losses = [...board.losses, ...filesOf('/new.txt')]
  await again(row)
  expect(board.installed).toBe(0)
  expect(row.stored.result).toMatchObject({ is: 'untouched', more: 6 })
  await again(row)
  expect(board.installed).toBe(1)
})

it('after a reload of the page only those that the row names are agreed to', async () => {
  const { board, row, again, list } = await untouched(numbered(mostLosses + 5))
  const reloaded = new BatchRow(row.stored)
  list.drop(row)
  await again(reloaded)
  expect([board.installed, reloaded.stored.result]).toMatchObject([0, { more: 5 }])
  await again(reloaded)
  expect(board.installed).toBe(1)
})

it('paths that begin alike are different files', async () => {
  const folder = `/${'x'.repeat(longestPath)}`
  const { board, row, again } = await untouched(filesOf(`${folder}/a`))
  expect(row.stored.result).toMatchObject({ lost: [], more: 1 })
  board.losses = filesOf(`${folder}/b`)
  await again(row)
  expect(board.installed).toBe(0)
})

it('a format and an erased chip are named before files', async () => {
  const losses: Loss[] = [...numbered(mostLosses), { kind: 'whole-flash' }]
  const { row } = await untouched(losses)
  expect(row.stored.result).toMatchObject({ more: 1 })
  const [first] = (row.stored.result as { lost: unknown[] }).lost
  expect(first).toEqual({ kind: 'everything' })
})
